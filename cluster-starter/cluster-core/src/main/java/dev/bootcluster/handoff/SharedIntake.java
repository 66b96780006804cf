// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.handoff;

import dev.bootcluster.ipc.HandoffCode;

/**
 * Passes the listening socket to each worker once; workers accept for themselves, and the
 * kernel holds connections while none does.
 */
final class SharedIntake implements Intake {

	private final Listener listener;

	private final Distributor leftover;

	SharedIntake(Listener listener, Distributor leftover) {
		this.listener = listener;
		this.leftover = leftover;
	}

	@Override
	public void add(WorkerLink link) {
		link.sendDescriptor(this.listener.descriptor());
	}

	@Override
	public void remove(WorkerLink link) {
		// The worker closes its copy when it drains.
	}

	@Override
	public void answered(WorkerLink link, HandoffCode code) {
		// There is nothing to pass to another worker.
	}

	@Override
	public void lost(WorkerLink link) {
		// The kernel closed the worker's copy.
	}

	/**
	 * When no worker accepts any more, the primary accepts and rejects connections.
	 */
	@Override
	public void close() {
		this.leftover.close();
		this.listener.accept();
	}

	@Override
	public HandoffStats stats() {
		return this.leftover.stats();
	}

}
