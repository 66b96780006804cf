// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.handoff;

/**
 * Figures about the handoff.
 *
 * @param handoffs connections acknowledged by workers
 * @param pending connections that wait for a worker
 * @param refused connections that no worker could take
 * @param nanos the time from acceptance to acknowledgement, all handoffs together
 */
public record HandoffStats(long handoffs, int pending, long refused, long nanos) {

	static final HandoffStats NONE = new HandoffStats(0, 0, 0, 0);

	HandoffStats plus(HandoffStats other) {
		return new HandoffStats(this.handoffs + other.handoffs, this.pending + other.pending,
				this.refused + other.refused, this.nanos + other.nanos);
	}

	/**
	 * Return the figures of a port that is closed.
	 */
	HandoffStats closed() {
		return new HandoffStats(this.handoffs, 0, this.refused, this.nanos);
	}

}
