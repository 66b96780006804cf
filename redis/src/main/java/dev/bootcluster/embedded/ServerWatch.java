// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.embedded;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

import dev.bootcluster.SharedStateInfo;
import dev.bootcluster.SharedStateInfo.Status;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Watches the server that the script keeps alive: logs when it has died and when its
 * replacement serves, and kills a server that hangs, which the script cannot detect.
 */
final class ServerWatch implements AutoCloseable {

	private static final Log logger = LogFactory.getLog(ServerWatch.class);

	private static final Duration LOOK_INTERVAL = Duration.ofMillis(250);

	/**
	 * How long a server may hang before it is killed, which loses nothing that it
	 * acknowledged. Long enough for a stalled disk and a swapping machine.
	 */
	static final Duration HANG_TIMEOUT = Duration.ofSeconds(30);

	/**
	 * The interval at which a healthy server is probed. That its process is gone is seen
	 * without asking.
	 */
	static final Duration ASK_INTERVAL = Duration.ofSeconds(5);

	private final Supplier<Optional<ProcessHandle>> process;

	private final Supplier<RedisProbe.Answer> probe;

	private final LongSupplier nanos;

	private final ScheduledExecutorService looks = Executors.newSingleThreadScheduledExecutor((task) -> {
		Thread thread = new Thread(task, "cluster-redis-server-watch");
		thread.setDaemon(true);
		return thread;
	});

	private volatile SharedStateInfo info = new SharedStateInfo(Status.UP, Instant.now(), "");

	private long pid;

	private long asked;

	private long answered;

	/**
	 * Create a watch for a server that has answered.
	 * @param process supplies the server's process, if there is one
	 * @param probe probes the server
	 * @param nanos the time in nanoseconds, which stands still while the machine is
	 * suspended
	 */
	ServerWatch(Supplier<Optional<ProcessHandle>> process, Supplier<RedisProbe.Answer> probe, LongSupplier nanos) {
		this.process = process;
		this.probe = probe;
		this.nanos = nanos;
		this.asked = nanos.getAsLong();
		this.answered = this.asked;
		this.pid = pid(process.get());
	}

	private static long pid(Optional<ProcessHandle> process) {
		return process.map(ProcessHandle::pid).orElse(0L);
	}

	void start() {
		this.looks.scheduleWithFixedDelay(this::look, LOOK_INTERVAL.toMillis(), LOOK_INTERVAL.toMillis(),
				TimeUnit.MILLISECONDS);
	}

	SharedStateInfo info() {
		return this.info;
	}

	/**
	 * Check the server once.
	 */
	void look() {
		Optional<ProcessHandle> process = this.process.get();
		long now = this.nanos.getAsLong();
		if (pid(process) != this.pid) {
			changed(pid(process));
			this.answered = now;
		}
		boolean due = this.info.status() == Status.DOWN || now - this.asked >= ASK_INTERVAL.toNanos();
		if (process.isPresent() && due) {
			this.asked = now;
			ask(process.get(), now);
		}
	}

	private void changed(long pid) {
		if (this.pid != 0) {
			logger.warn("Embedded redis-server (pid %d) is gone and is being restarted".formatted(this.pid));
		}
		down("The embedded redis-server has died and is being restarted");
		this.pid = pid;
	}

	private void ask(ProcessHandle process, long now) {
		RedisProbe.Answer answer = this.probe.get();
		if (answer == RedisProbe.Answer.READY) {
			up();
		}
		else {
			down((answer == RedisProbe.Answer.BUSY) ? "The embedded redis-server is busy"
					: "The embedded redis-server does not answer");
		}
		if (answer != RedisProbe.Answer.NONE) {
			this.answered = now;
		}
		else if (now - this.answered >= HANG_TIMEOUT.toNanos()) {
			logger.warn("Embedded redis-server (pid %d) has not answered for %d s and is killed, to be restarted"
				.formatted(this.pid, HANG_TIMEOUT.toSeconds()));
			process.destroyForcibly();
			this.answered = now;
		}
	}

	private void up() {
		if (this.info.status() == Status.DOWN) {
			logger.info("Embedded redis-server (pid %d) is ready again".formatted(this.pid));
			this.info = new SharedStateInfo(Status.UP, Instant.now(), "");
		}
	}

	private void down(String reason) {
		SharedStateInfo before = this.info;
		this.info = new SharedStateInfo(Status.DOWN, (before.status() == Status.UP) ? Instant.now() : before.since(),
				reason);
	}

	@Override
	public void close() {
		this.looks.shutdownNow();
	}

}
