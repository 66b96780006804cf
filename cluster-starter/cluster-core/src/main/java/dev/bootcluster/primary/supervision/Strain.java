// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.primary.supervision;

import java.time.Duration;
import java.util.Collection;

import org.jspecify.annotations.Nullable;

/**
 * Whether one worker is overloaded, by all that it has reported, and whether it may have
 * as many connections as the others again.
 */
final class Strain {

	/**
	 * A moment of overload, such as a garbage collection, is none: so many heartbeats in
	 * a row have to say so.
	 */
	static final int SUSTAINED = 3;

	/**
	 * How long one step takes to show, before there is another one.
	 */
	static final Duration STEP = Duration.ofSeconds(5);

	/**
	 * How long a worker must be as fast as the others before it gets connections back.
	 */
	static final Duration RECOVERY = Duration.ofSeconds(10);

	/**
	 * The longest such time: it doubles each time that a worker cannot cope with what it
	 * got back.
	 */
	static final Duration LONGEST = Duration.ofMinutes(10);

	private int overloads;

	private boolean held;

	private boolean gave;

	private Duration recovery = RECOVERY;

	private Duration nextStep = Duration.ZERO;

	private @Nullable Duration healthySince;

	private @Nullable Duration released;

	/**
	 * The worker has reported.
	 * @return whether it has recovered just now, after it gave connections away
	 */
	boolean report(Burden burden, Collection<Burden> others, Duration now) {
		this.overloads = burden.isOverload(others) ? Math.min(this.overloads + 1, SUSTAINED) : 0;
		if (!this.held) {
			if (isOverloaded()) {
				hold(now);
			}
			return false;
		}
		if (!burden.isHealthy(others)) {
			this.healthySince = null;
		}
		else if (this.healthySince == null) {
			this.healthySince = now;
		}
		else if (now.minus(this.healthySince).compareTo(this.recovery) >= 0) {
			this.held = false;
			this.released = now;
			return this.gave;
		}
		return false;
	}

	private void hold(Duration now) {
		boolean again = this.gave && this.released != null && now.minus(this.released).compareTo(LONGEST) < 0;
		Duration longer = this.recovery.multipliedBy(2);
		this.recovery = again ? (longer.compareTo(LONGEST) < 0) ? longer : LONGEST : RECOVERY;
		this.held = true;
		this.gave = false;
		this.healthySince = null;
	}

	/**
	 * What was reported does not count any more, because something else happens.
	 */
	void interrupt() {
		this.overloads = 0;
	}

	boolean isOverloaded() {
		return this.overloads == SUSTAINED;
	}

	/**
	 * Return whether it must get no connections from others: it is, or was until a moment
	 * ago, overloaded.
	 */
	boolean isHeld() {
		return this.held;
	}

	/**
	 * Return whether it could take connections of others.
	 */
	boolean isCalm() {
		return !this.held && this.overloads == 0;
	}

	boolean mayGive(Duration now) {
		return isOverloaded() && now.compareTo(this.nextStep) >= 0;
	}

	/**
	 * It gives connections away.
	 * @return whether these are the first since it is overloaded
	 */
	boolean gives(Duration now) {
		boolean first = !this.gave;
		this.gave = true;
		this.nextStep = now.plus(STEP);
		return first;
	}

}
