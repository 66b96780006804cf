// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.primary.supervision;

import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

import dev.bootcluster.ipc.ControlChannel;
import dev.bootcluster.ipc.FromPrimary;
import dev.bootcluster.ipc.FromWorker;
import dev.bootcluster.process.TaskLoop;
import org.jspecify.annotations.Nullable;

/**
 * One attempt to dump a worker's threads: by the worker itself or, if it does not answer
 * in time, from outside.
 */
final class ThreadDump {

	/**
	 * How long the worker itself may take.
	 */
	static final Duration INSIDE = Duration.ofSeconds(3);

	/**
	 * How long the attempt from outside may take.
	 */
	static final Duration OUTSIDE = Duration.ofSeconds(15);

	private final TaskLoop loop;

	private final Outside outside;

	private final long pid;

	private final Path file;

	private final Consumer<@Nullable Path> onEnd;

	private @Nullable Runnable timer;

	private State state = State.INSIDE;

	/**
	 * Create an attempt.
	 * @param loop runs the callbacks
	 * @param outside takes a dump from outside the worker
	 * @param pid the worker's process id
	 * @param file the file to write, which must not exist
	 * @param onEnd called once, with the file or {@code null} if there is none
	 */
	ThreadDump(TaskLoop loop, Outside outside, long pid, Path file, Consumer<@Nullable Path> onEnd) {
		this.loop = loop;
		this.outside = outside;
		this.pid = pid;
		this.file = file;
		this.onEnd = onEnd;
	}

	/**
	 * Begin the attempt.
	 * @param channel the worker's control channel, {@code null} if it has none
	 */
	void begin(@Nullable ControlChannel<FromPrimary> channel) {
		if (channel != null) {
			channel.send(new FromPrimary.DumpThreads(this.file.toString()));
			this.timer = this.loop.schedule(INSIDE, this::goOutside);
		}
		else {
			goOutside();
		}
	}

	/**
	 * The worker has answered.
	 */
	void answered(FromWorker.ThreadsDumped answer) {
		if (this.state == State.INSIDE && answer.file().equals(this.file.toString())) {
			end(this.file);
		}
	}

	private void goOutside() {
		this.state = State.OUTSIDE;
		this.timer = this.loop.schedule(OUTSIDE, () -> end(null));
		this.outside.dump(this.pid, this.file)
			.whenComplete((written, ex) -> this.loop
				.execute(() -> end((ex == null && Boolean.TRUE.equals(written)) ? this.file : null)));
	}

	private void end(@Nullable Path file) {
		if (this.state != State.ENDED) {
			this.state = State.ENDED;
			if (this.timer != null) {
				this.timer.run();
			}
			this.onEnd.accept(file);
		}
	}

	/**
	 * Takes a thread dump of another process.
	 */
	@FunctionalInterface
	public interface Outside {

		/**
		 * Begin to take a dump, without blocking.
		 * @return completes with whether the file holds the dump
		 */
		CompletableFuture<Boolean> dump(long pid, Path file);

	}

	/**
	 * Who is taking the dump.
	 */
	private enum State {

		INSIDE, OUTSIDE, ENDED

	}

}
