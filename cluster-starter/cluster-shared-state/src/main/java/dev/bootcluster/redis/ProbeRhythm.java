// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.redis;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Decides when to probe: often while somebody uses Redis or it is in trouble, and seldom
 * while nobody would notice.
 */
final class ProbeRhythm {

	/**
	 * The pause between two looks, and between two probes of a Redis that is used.
	 */
	static final Duration PAUSE = Duration.ofMillis(500);

	/**
	 * The pause between two probes of a Redis that nobody uses. Less than the silence
	 * after which a subscription counts as lost.
	 */
	static final Duration IDLE_PAUSE = Duration.ofSeconds(2);

	private final LongSupplier nanos;

	private long probed;

	ProbeRhythm(LongSupplier nanos) {
		this.nanos = nanos;
	}

	/**
	 * Whether a probe is due at this look.
	 * @param urgent whether Redis has been used since the last look, or is in trouble
	 */
	boolean isDue(boolean urgent) {
		return urgent || this.nanos.getAsLong() - this.probed >= IDLE_PAUSE.toNanos();
	}

	/**
	 * A probe begins.
	 */
	void probing() {
		this.probed = this.nanos.getAsLong();
	}

}
