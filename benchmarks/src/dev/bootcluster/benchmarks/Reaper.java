// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.benchmarks;

import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Ends each worker of a process once, at a random time after it became ready.
 */
final class Reaper implements AutoCloseable {

	private static final int LOOK_MILLIS = 100;

	private static final int THREADS = 2;

	private final Process primary;

	private final Callable<Set<Long>> ready;

	private final long withinMillis;

	private final boolean forcibly;

	private final Set<Long> seen = new HashSet<>();

	private final AtomicInteger kills = new AtomicInteger();

	private final ScheduledExecutorService scheduler = Executors.newScheduledThreadPool(THREADS, (task) -> {
		Thread thread = new Thread(task, "reaper");
		thread.setDaemon(true);
		return thread;
	});

	/**
	 * Begin to kill.
	 * @param primary the process whose descendants may be killed
	 * @param ready finds the ids of ready workers
	 * @param withinSeconds the longest life of a ready worker
	 * @param forcibly whether to kill it; else it gets SIGTERM, on which a JVM does what
	 * it does on {@code System.exit}
	 */
	Reaper(Process primary, Callable<Set<Long>> ready, int withinSeconds, boolean forcibly) {
		this.forcibly = forcibly;
		this.primary = primary;
		this.ready = ready;
		this.withinMillis = TimeUnit.SECONDS.toMillis(withinSeconds);
		this.scheduler.scheduleWithFixedDelay(this::look, 0, LOOK_MILLIS, TimeUnit.MILLISECONDS);
	}

	private void look() {
		try {
			for (long pid : this.ready.call()) {
				if (this.seen.add(pid)) {
					long delay = ThreadLocalRandom.current().nextLong(this.withinMillis);
					this.scheduler.schedule(() -> kill(pid), delay, TimeUnit.MILLISECONDS);
				}
			}
		}
		catch (IOException ex) {
			// The next look may find more.
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

	private void kill(long pid) {
		this.primary.descendants().filter((process) -> process.pid() == pid).forEach((process) -> {
			if (this.forcibly) {
				process.destroyForcibly();
			}
			else {
				process.destroy();
			}
			this.kills.incrementAndGet();
		});
	}

	int kills() {
		return this.kills.get();
	}

	@Override
	public void close() {
		this.scheduler.shutdownNow();
	}

}
