// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.leader;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * A job as seen by one worker. Whether or not the worker leads, the job remembers the
 * last due times, so that it can make up for those that nobody began. Thread-safe.
 */
final class Job {

	/**
	 * The number of due times remembered.
	 */
	static final int REMEMBERED = 10;

	/**
	 * How late a run may begin.
	 */
	static final Duration LATEST = Duration.ofMinutes(1);

	private static final Log logger = LogFactory.getLog(Job.class);

	private final String name;

	private final JobTimes times;

	private final Consumer<Instant> work;

	private final JobClaims claims;

	private final ClusterLeadership leadership;

	private final Executor executor;

	private final InstantSource clock;

	private final Deque<Instant> due = new ArrayDeque<>();

	private boolean running;

	/**
	 * @param work performs one run, given its due time
	 * @param executor executes the runs
	 */
	Job(String name, JobTimes times, Consumer<Instant> work, JobClaims claims, ClusterLeadership leadership,
			Executor executor, InstantSource clock) {
		this.name = name;
		this.times = times;
		this.work = work;
		this.claims = claims;
		this.leadership = leadership;
		this.executor = executor;
		this.clock = clock;
	}

	/**
	 * The first due time after a moment.
	 */
	Optional<Instant> next(Instant after) {
		return this.times.next(after);
	}

	/**
	 * Called when a due time has come.
	 */
	synchronized void due(Instant time) {
		if (this.due.size() == REMEMBERED) {
			this.due.removeFirst();
		}
		this.due.addLast(time);
		makeUp();
	}

	/**
	 * If this worker leads, run all due times, one after another.
	 */
	synchronized void makeUp() {
		if (!this.running && !this.due.isEmpty() && this.leadership.isLeader()) {
			this.running = true;
			this.executor.execute(this::runAll);
		}
	}

	private void runAll() {
		Instant time;
		while ((time = take()) != null) {
			if (time.isAfter(this.clock.instant().minus(LATEST))) {
				run(time);
			}
		}
	}

	private synchronized @Nullable Instant take() {
		Instant time = this.leadership.isLeader() ? this.due.pollFirst() : null;
		this.running = time != null;
		return time;
	}

	/**
	 * A failure does not prevent the next runs.
	 */
	private void run(Instant time) {
		try {
			this.claims.claim(this.name, time).ifPresent((end) -> work(time, end));
		}
		catch (RuntimeException ex) {
			logger.warn("The run of job '%s' due at %s could not be claimed or released: %s".formatted(this.name, time,
					ex.getMessage()));
		}
	}

	private void work(Instant time, Runnable end) {
		try {
			this.work.accept(time);
		}
		catch (Throwable ex) {
			logger.error("Job '%s' failed".formatted(this.name), ex);
		}
		finally {
			end.run();
		}
	}

	@Override
	public String toString() {
		return this.name;
	}

}
