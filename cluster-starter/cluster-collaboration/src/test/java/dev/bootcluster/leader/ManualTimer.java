// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.leader;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.PriorityQueue;
import java.util.concurrent.ScheduledFuture;

import org.springframework.scheduling.TaskScheduler;
import org.springframework.scheduling.Trigger;

/**
 * A timer whose clock the test sets.
 */
final class ManualTimer implements TaskScheduler, InstantSource {

	private final PriorityQueue<Entry> entries = new PriorityQueue<>(Comparator.comparing(Entry::due));

	private Instant now = Instant.parse("2026-01-01T00:00:00Z");

	@Override
	public Instant instant() {
		return this.now;
	}

	/**
	 * Advance the time and run everything that becomes due on the way.
	 */
	void advance(Duration time) {
		Instant end = this.now.plus(time);
		while (!this.entries.isEmpty() && !this.entries.peek().due().isAfter(end)) {
			Entry entry = this.entries.remove();
			this.now = entry.due().isAfter(this.now) ? entry.due() : this.now;
			entry.task().run();
		}
		this.now = end;
	}

	/**
	 * Advance the time without running anything, as in a long garbage collection.
	 */
	void stall(Duration time) {
		this.now = this.now.plus(time);
	}

	@Override
	public ScheduledFuture<?> schedule(Runnable task, Instant startTime) {
		this.entries.add(new Entry(startTime, task));
		return null;
	}

	@Override
	public ScheduledFuture<?> scheduleAtFixedRate(Runnable task, Instant startTime, Duration period) {
		return schedule(() -> {
			task.run();
			scheduleAtFixedRate(task, startTime.plus(period), period);
		}, startTime);
	}

	@Override
	public ScheduledFuture<?> scheduleWithFixedDelay(Runnable task, Duration delay) {
		return schedule(() -> {
			task.run();
			schedule(() -> scheduleWithFixedDelay(task, delay), this.now.plus(delay));
		}, this.now);
	}

	@Override
	public ScheduledFuture<?> schedule(Runnable task, Trigger trigger) {
		throw new AssertionError("not used");
	}

	@Override
	public ScheduledFuture<?> scheduleAtFixedRate(Runnable task, Duration period) {
		throw new AssertionError("not used");
	}

	@Override
	public ScheduledFuture<?> scheduleWithFixedDelay(Runnable task, Instant startTime, Duration delay) {
		throw new AssertionError("not used");
	}

	private record Entry(Instant due, Runnable task) {

	}

}
