// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.worker;

import java.time.Duration;

/**
 * Decides how many request threads may work at a time.
 * <p>
 * Threads that want a processor while all are taken gain nothing by being many: each
 * request that arrives wakes another thread, and all of them together take time from the
 * compiler, which a starting JVM needs most. Threads that wait for something else are
 * needed. So there is no limit while few threads want a processor. When many do, it
 * becomes what lets a few want each processor, however many wait for something else. It
 * is raised as soon as requests queue while processors are free, or while none gets
 * through, and forgotten when none queued for a while, or when it is of no use.
 */
final class RequestLimit {

	/**
	 * No limit but that of the pool.
	 */
	static final int NONE = Integer.MAX_VALUE;

	/**
	 * More threads than any pool has.
	 */
	private static final int MOST = 100_000;

	/**
	 * One runs while another is between two requests.
	 */
	private static final int WANTING_PER_PROCESSOR = 2;

	/**
	 * Looks show a moment each; several make an average.
	 */
	private static final Duration WINDOW = Duration.ofMillis(100);

	/**
	 * Long computations share processors as they would without a limit: a short request
	 * must not wait for them.
	 */
	private static final Duration SHORT = Duration.ofMillis(20);

	/**
	 * A limit that nobody waited for so long is not needed.
	 */
	private static final Duration CALM = Duration.ofSeconds(1);

	/**
	 * So long nothing is limited after a limit that was of no use.
	 */
	private static final Duration REST = Duration.ofSeconds(10);

	/**
	 * So long it takes to see what gets through: a moment says little.
	 */
	private static final Duration JUDGED = Duration.ofSeconds(1);

	/**
	 * Half a second or so, smoothed.
	 */
	private static final int WINDOWS_REMEMBERED = 5;

	/**
	 * Threads that are too many end with their requests.
	 */
	private static final int WINDOWS_UNTIL_JUDGED = 3;

	/**
	 * After ten seconds or so, it is time to see again how it would be.
	 */
	private static final int WINDOWS_UNTIL_TRIED_WITHOUT = 100;

	private final int target;

	private int limit = NONE;

	private long calmNanos;

	private long restNanos;

	/**
	 * Requests in a nanosecond before there was a limit.
	 */
	private double rateBefore;

	/**
	 * How many want a processor if only half of those kept waiting did.
	 */
	private double wantingHalfway;

	private int windowsSince;

	private Window since = new Window();

	private int looksWithFreeProcessors;

	private Window window = new Window();

	/**
	 * @param processors how many processors this JVM may use
	 */
	RequestLimit(int processors) {
		this.target = processors * WANTING_PER_PROCESSOR;
	}

	/**
	 * Whether a decision is near: so many threads work that a limit may be useful, or
	 * there is one.
	 */
	boolean isNear(int working) {
		return isSet() || working > this.target;
	}

	private boolean isSet() {
		return this.limit != NONE;
	}

	/**
	 * Decide, after a look at the threads.
	 * @param look what was seen
	 * @return the number of threads that may work, or {@link #NONE}
	 */
	int next(Look look) {
		this.window.add(look);
		this.calmNanos = (look.queued > 0) ? 0 : this.calmNanos + look.nanos;
		boolean free = isSet() && look.isSlow() && areFree(look.wanting);
		this.looksWithFreeProcessors = free ? this.looksWithFreeProcessors + 1 : 0;
		if (this.looksWithFreeProcessors == 2) {
			decided(this.limit * 2);
		}
		else if (this.window.nanos >= WINDOW.toNanos()) {
			decided(decide(look));
		}
		return this.limit;
	}

	private void decided(int limit) {
		this.limit = (limit > MOST) ? NONE : limit;
		this.looksWithFreeProcessors = 0;
		this.window = new Window();
	}

	private int decide(Look look) {
		this.restNanos -= this.window.nanos;
		double wanting = this.window.wanting();
		if (isSet()) {
			return review(look, wanting);
		}
		if (this.restNanos <= 0 && wanting > 2 * this.target && this.window.areShort()) {
			return cut(look, wanting);
		}
		this.rateBefore += (this.window.rate() - this.rateBefore) / WINDOWS_REMEMBERED;
		return NONE;
	}

	/**
	 * Threads that wait for something else stay: there are as many of them whatever the
	 * processors do.
	 */
	private int cut(Look look, double wanting) {
		int limit = this.target + (int) Math.ceil(Math.max(0, look.working - wanting));
		this.calmNanos = 0;
		this.wantingHalfway = wanting - Math.max(0, look.working - limit) / 2.0;
		this.windowsSince = 0;
		this.since = new Window();
		return limit;
	}

	/**
	 * Judge a limit by what came of it.
	 */
	private int review(Look look, double wanting) {
		this.windowsSince++;
		this.since.add(this.window);
		if (this.since.nanos >= JUDGED.toNanos()) {
			if (look.queued > 0 && this.since.rate() < this.rateBefore / 2) {
				return rest();
			}
			this.since = new Window();
		}
		if (wanting > 2 * this.target && this.windowsSince >= WINDOWS_UNTIL_JUDGED) {
			// If not even half as many as were kept waiting have ceased to want a
			// processor, they were not the ones that do.
			return (wanting > this.wantingHalfway) ? rest() : cut(look, wanting);
		}
		if (look.queued > 0 && this.window.completed == 0) {
			// There may be more threads than the limit allows, if they work for long.
			return Math.max(this.limit, look.threads) + this.target;
		}
		if (look.queued > 0 && areFree(wanting)) {
			return this.limit * 2;
		}
		return (this.calmNanos >= CALM.toNanos() || this.windowsSince >= WINDOWS_UNTIL_TRIED_WITHOUT) ? NONE
				: this.limit;
	}

	private int rest() {
		this.restNanos = REST.toNanos();
		return NONE;
	}

	private boolean areFree(double wanting) {
		return wanting <= this.target / 2;
	}

	/**
	 * A look at a pool of request threads.
	 *
	 * @param nanos the time since the last look
	 * @param queued tasks that wait for a thread
	 * @param working threads that have a task
	 * @param threads all threads
	 * @param wanting threads that run or wait for a processor
	 * @param completed tasks that were completed since the last look
	 * @param processorNanos the processors' time that this JVM used since the last look
	 */
	record Look(long nanos, int queued, int working, int threads, int wanting, long completed, long processorNanos) {

		/**
		 * Whether whoever waits waits for longer than from one look to the next. Between
		 * quick requests, there are moments in which no thread wants a processor.
		 */
		boolean isSlow() {
			return this.queued > this.completed;
		}

	}

	/**
	 * What several looks have shown.
	 */
	private static final class Window {

		private int looks;

		private long nanos;

		private long wanting;

		private long completed;

		private long processorNanos;

		void add(Look look) {
			this.looks++;
			this.nanos += look.nanos;
			this.wanting += look.wanting;
			this.completed += look.completed;
			this.processorNanos += look.processorNanos;
		}

		void add(Window other) {
			this.looks += other.looks;
			this.nanos += other.nanos;
			this.wanting += other.wanting;
			this.completed += other.completed;
			this.processorNanos += other.processorNanos;
		}

		double wanting() {
			return this.wanting / (double) this.looks;
		}

		double rate() {
			return this.completed / (double) this.nanos;
		}

		boolean areShort() {
			return this.completed > 0 && this.processorNanos / this.completed < SHORT.toNanos();
		}

	}

}
