// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.primary.supervision;

import java.time.Duration;

import dev.bootcluster.ipc.FromWorker;
import org.jspecify.annotations.Nullable;

/**
 * Judges from the heartbeats of one serving worker whether it hangs: it is silent, or
 * work waits and nothing completes. All times are from the primary's own monotonic clock.
 */
final class HangJudge {

	/**
	 * How often the judge must be told the time; heartbeats are as frequent.
	 */
	static final Duration PERIOD = Duration.ofSeconds(1);

	/**
	 * A tick or heartbeat later than this means its sender was suspended.
	 */
	private static final Duration LATE = PERIOD.plusSeconds(2);

	/**
	 * A task is queued for a moment even if a thread is idle. Only a queue seen by three
	 * heartbeats in a row counts.
	 */
	private static final int SETTLED = 3;

	private final Duration timeout;

	private Duration ticked;

	private Duration heard;

	private Duration progressed;

	private FromWorker.Heartbeat last = FromWorker.Heartbeat.NONE;

	private int waiting;

	/**
	 * Create a judge for a worker that begins to serve.
	 * @param timeout how long it may be silent or complete nothing, zero for no limit
	 * @param now the current time
	 */
	HangJudge(Duration timeout, Duration now) {
		this.timeout = timeout;
		this.ticked = now;
		this.heard = now;
		this.progressed = now;
	}

	/**
	 * A heartbeat arrived.
	 */
	void heartbeat(FromWorker.Heartbeat heartbeat, Duration now) {
		beginAnewIfSuspended(now);
		Duration late = now.minus(this.heard).minus(LATE);
		if (late.compareTo(Duration.ZERO) > 0) {
			// The worker was suspended: that time counts only as silence.
			this.progressed = this.progressed.plus(late);
		}
		if (hasProgressed(heartbeat)) {
			this.progressed = now;
		}
		this.waiting = workWaits(heartbeat) ? this.waiting + 1 : 0;
		this.heard = now;
		this.last = heartbeat;
	}

	/**
	 * Time has passed.
	 * @return why the worker hangs, or {@code null} if it does not
	 */
	@Nullable String tick(Duration now) {
		beginAnewIfSuspended(now);
		this.ticked = now;
		if (this.timeout.isZero() || this.timeout.isNegative()) {
			return null;
		}
		Duration silence = now.minus(this.heard);
		if (silence.compareTo(this.timeout) >= 0 && silence.compareTo(LATE) >= 0) {
			return "no heartbeat for %ds".formatted(silence.toSeconds());
		}
		Duration still = this.heard.minus(this.progressed);
		boolean stands = still.compareTo(this.timeout) >= 0 && this.last.oldestMillis() >= this.timeout.toMillis();
		return (stands && this.waiting >= SETTLED) ? reason(still) : null;
	}

	/**
	 * A primary that was suspended has heard nothing, and what it hears next is old.
	 */
	private void beginAnewIfSuspended(Duration now) {
		if (now.minus(this.ticked).compareTo(LATE) > 0) {
			this.heard = now;
			this.progressed = now;
			this.waiting = 0;
		}
	}

	/**
	 * A request that stopped executing without completing went asynchronous, as the
	 * application intended.
	 */
	private boolean hasProgressed(FromWorker.Heartbeat heartbeat) {
		return heartbeat.requests() != this.last.requests() || heartbeat.executing() < this.last.executing();
	}

	/**
	 * A single long request on an otherwise idle worker keeps nobody waiting, even if it
	 * holds the only thread.
	 */
	private static boolean workWaits(FromWorker.Heartbeat heartbeat) {
		return heartbeat.executing() > 1 || heartbeat.queued() > 0 || areAllBusy(heartbeat);
	}

	private static boolean areAllBusy(FromWorker.Heartbeat heartbeat) {
		return heartbeat.maxThreads() > 1 && heartbeat.busyThreads() >= heartbeat.maxThreads();
	}

	private String reason(Duration still) {
		String reason = "no request completed for %ds while %d %s executing".formatted(still.toSeconds(),
				this.last.executing(), (this.last.executing() == 1) ? "was" : "were");
		if (this.last.queued() > 0) {
			return reason + " and %d queued".formatted(this.last.queued());
		}
		return areAllBusy(this.last) ? reason + " and all %d threads were busy".formatted(this.last.maxThreads())
				: reason;
	}

}
