/*
 * Copyright 2026 the Boot Cluster authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *      https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */

package dev.bootcluster.primary.supervision;

import java.time.Duration;

import dev.bootcluster.ipc.FromWorker;
import org.jspecify.annotations.Nullable;

/**
 * Judges from the heartbeats of one worker that serves whether it hangs: it is silent, or
 * work waits and nothing completes. All times are the primary's own, on a monotonic
 * clock.
 */
final class HangJudge {

	/**
	 * How often the judge is to be told the time; heartbeats are as frequent.
	 */
	static final Duration PERIOD = Duration.ofSeconds(1);

	/**
	 * Whoever comes later than this did not run meanwhile.
	 */
	private static final Duration LATE = PERIOD.plusSeconds(2);

	/**
	 * A task is in the queue for a moment while an idle thread comes for it. A queue that
	 * three heartbeats in a row have seen is one.
	 */
	private static final int SETTLED = 3;

	private final Duration timeout;

	private Duration ticked;

	private Duration heard;

	private Duration progressed;

	private FromWorker.Heartbeat last = FromWorker.Heartbeat.NONE;

	private int waiting;

	/**
	 * Create a new judge for a worker that begins to serve.
	 * @param timeout how long it may be silent or complete nothing, zero for ever
	 * @param now the time
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
			// The worker did not run: only its silence counts for that.
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
	 * Time passed.
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
	 * A primary that did not run has heard nothing, and what it hears then is old.
	 */
	private void beginAnewIfSuspended(Duration now) {
		if (now.minus(this.ticked).compareTo(LATE) > 0) {
			this.heard = now;
			this.progressed = now;
			this.waiting = 0;
		}
	}

	/**
	 * A request that no longer executes and is not completed was suspended, which is what
	 * the application wanted of it.
	 */
	private boolean hasProgressed(FromWorker.Heartbeat heartbeat) {
		return heartbeat.requests() != this.last.requests() || heartbeat.executing() < this.last.executing();
	}

	/**
	 * One long report on a worker that has nothing else to do keeps nobody waiting, also
	 * where it has the only thread.
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
