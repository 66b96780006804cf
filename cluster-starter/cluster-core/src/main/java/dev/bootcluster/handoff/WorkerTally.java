// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.handoff;

/**
 * Counts what becomes of the connections of one worker, on all ports. Written on the
 * event loop only, read on any thread.
 */
final class WorkerTally {

	private volatile long handedOff;

	private volatile long refused;

	private volatile long migratedIn;

	private volatile long migratedOut;

	private volatile long before;

	private volatile boolean admitted;

	void handedOff() {
		this.handedOff++;
	}

	void refused() {
		this.refused++;
	}

	void migratedIn() {
		this.migratedIn++;
	}

	void migratedOut() {
		this.migratedOut++;
	}

	void admitted(boolean admitted) {
		this.admitted = admitted;
	}

	/**
	 * Count recent connections from now on.
	 */
	void beginAnew() {
		this.before = this.handedOff;
	}

	WorkerHandoffs read() {
		// In this order the difference is never negative.
		long before = this.before;
		long handedOff = this.handedOff;
		return new WorkerHandoffs(handedOff, this.refused, this.migratedIn, this.migratedOut, handedOff - before,
				this.admitted);
	}

}
