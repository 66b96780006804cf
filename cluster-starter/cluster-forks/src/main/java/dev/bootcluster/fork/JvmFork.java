// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.fork;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import dev.bootcluster.fork.ForkExit.Phase;
import dev.bootcluster.process.ChildOutput;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * A child JVM. One thread starts it, gives it tasks, reads its responses and waits for
 * its end.
 */
final class JvmFork implements ForkProcess, Runnable {

	private static final Log logger = LogFactory.getLog(JvmFork.class);

	private static final SecureRandom RANDOM = new SecureRandom();

	private static final int TOKEN_BYTES = 16;

	private static final long START_MILLIS = 60_000;

	/**
	 * Longer than a fork may take for its shutdown hooks.
	 */
	private static final long END_MILLIS = 3000;

	/**
	 * How long to read the remaining output of a process that has ended: a grandchild may
	 * hold its pipe or socket open forever.
	 */
	private static final long LAST_WORDS_MILLIS = 500;

	private final JvmForkLauncher.Start start;

	private final @Nullable Path directory;

	private final int maxMessageSize;

	private final Events events;

	/**
	 * The tasks to run; an empty element ends the fork.
	 */
	private final BlockingQueue<Optional<ForkJob>> jobs = new LinkedBlockingQueue<>();

	private @Nullable ChildOutput output;

	private @Nullable Process process;

	private boolean killed;

	private volatile Phase phase = Phase.STARTING;

	/**
	 * @param start starts its process
	 * @param directory the directory for its socket, {@code null} for a temporary one
	 * @param maxMessageSize the maximum size of a serialized object
	 * @param events receives its events
	 */
	JvmFork(JvmForkLauncher.Start start, @Nullable Path directory, int maxMessageSize, Events events) {
		this.start = start;
		this.directory = directory;
		this.maxMessageSize = maxMessageSize;
		this.events = events;
	}

	@Override
	public void run(ForkJob job) {
		this.jobs.add(Optional.of(job));
	}

	@Override
	public void end() {
		this.jobs.add(Optional.empty());
	}

	@Override
	public synchronized void kill() {
		this.killed = true;
		if (this.process != null) {
			this.process.destroyForcibly();
		}
	}

	@Override
	public void run() {
		IOException problem = null;
		boolean left = false;
		try (ForkSocket socket = ForkSocket.open(this.directory)) {
			left = live(socket);
		}
		catch (IOException ex) {
			problem = ex;
			logger.debug("Communication with a fork failed", ex);
		}
		if (!left) {
			this.events.exited(exit(problem));
		}
	}

	/**
	 * Run from the start of the process to its last task.
	 * @return whether the process is detached and runs on by itself
	 */
	private boolean live(ForkSocket socket) throws IOException {
		String token = HexFormat.of().formatHex(randomBytes());
		Process process = begun(this.start.start(socket.path(), token));
		process.onExit().thenRun(() -> {
			end();
			socket.close();
		});
		after(START_MILLIS).execute(() -> {
			if (this.phase == Phase.STARTING) {
				kill();
			}
		});
		try (FrameChannel channel = accept(socket, token)) {
			this.phase = Phase.WAITING;
			socket.close();
			process.onExit().thenRunAsync(channel::close, after(LAST_WORDS_MILLIS));
			return serve(channel, process.toHandle());
		}
	}

	private static byte[] randomBytes() {
		byte[] bytes = new byte[TOKEN_BYTES];
		RANDOM.nextBytes(bytes);
		return bytes;
	}

	/**
	 * Runs on the JDK's timer thread, because the application may keep the common pool
	 * busy.
	 */
	private static Executor after(long millis) {
		return CompletableFuture.delayedExecutor(millis, TimeUnit.MILLISECONDS, Runnable::run);
	}

	private synchronized Process begun(Process process) throws IOException {
		this.process = process;
		if (this.killed) {
			process.destroyForcibly();
		}
		process.getOutputStream().close();
		this.output = new ChildOutput(process, System.out, System.err, Thread.currentThread().getName());
		logger.debug("Fork (pid %d) started".formatted(process.pid()));
		return process;
	}

	/**
	 * Accept the fork's connection; a client that does not know the token is not the
	 * fork.
	 */
	private FrameChannel accept(ForkSocket socket, String token) throws IOException {
		while (true) {
			FrameChannel channel = new FrameChannel(socket.accept(), this.maxMessageSize);
			Frame hello = channel.read();
			if (hello != null && hello.type() == FrameType.HELLO
					&& token.equals(new String(hello.content(), StandardCharsets.UTF_8))) {
				return channel;
			}
			channel.close();
		}
	}

	private boolean serve(FrameChannel channel, ProcessHandle process) throws IOException {
		Optional<ForkJob> next = nextJob();
		while (next.isPresent()) {
			ForkJob job = next.get();
			ForkOutcome outcome = new TaskExchange(channel, process, job).run(() -> this.phase = Phase.RUNNING);
			this.phase = Phase.WAITING;
			this.events.finished(job, outcome);
			if (job.detached() && outcome.failure() == null) {
				return true;
			}
			next = nextJob();
		}
		return false;
	}

	private Optional<ForkJob> nextJob() {
		try {
			return this.jobs.take();
		}
		catch (InterruptedException ex) {
			// Only an application that interrupts all threads does this.
			kill();
			return Optional.empty();
		}
	}

	private ForkExit exit(@Nullable IOException problem) {
		Process process = process();
		ChildOutput output = this.output;
		if (process == null || output == null) {
			return new ForkExit(0, null, List.of(), this.phase, problem);
		}
		try {
			if (!process.waitFor(END_MILLIS, TimeUnit.MILLISECONDS)) {
				process.destroyForcibly().waitFor();
			}
			output.await();
		}
		catch (InterruptedException ex) {
			process.destroyForcibly();
			return new ForkExit(process.pid(), null, output.lastLines(), this.phase, problem);
		}
		logger.debug("Fork (pid %d) ended with exit code %d".formatted(process.pid(), process.exitValue()));
		return new ForkExit(process.pid(), process.exitValue(), output.lastLines(), this.phase, problem);
	}

	private synchronized @Nullable Process process() {
		return this.process;
	}

}
