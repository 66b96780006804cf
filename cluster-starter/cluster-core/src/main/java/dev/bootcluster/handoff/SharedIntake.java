// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.handoff;

import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import dev.bootcluster.ipc.HandoffCode;

/**
 * Passes the listening socket to each worker once; workers accept for themselves, and the
 * kernel holds connections while none does. After a while, the primary accepts and
 * rejects them until a worker is ready.
 */
final class SharedIntake implements Intake {

	private final Listener listener;

	private final Outage outage;

	private final Rejection rejection;

	private final ScheduledExecutorService loop;

	private boolean closing;

	private boolean rejecting;

	/**
	 * Since when no worker is ready, in nanoseconds; of no meaning while one is.
	 */
	private long began;

	SharedIntake(Listener listener, Outage outage, Rejection rejection, ScheduledExecutorService loop) {
		this.listener = listener;
		this.outage = outage;
		this.rejection = rejection;
		this.loop = loop;
	}

	/**
	 * The port is open, and no worker is ready yet.
	 */
	void open() {
		begin();
	}

	@Override
	public void add(WorkerLink link) {
		this.outage.ready(link);
		update();
		link.sendDescriptor(this.listener.descriptor());
	}

	/**
	 * The worker closes its copy of the listening socket when it drains.
	 */
	@Override
	public void remove(WorkerLink link) {
		gone(link);
	}

	/**
	 * A worker that has room again refused the listening socket for lack of descriptors.
	 */
	@Override
	public void answered(WorkerLink link, HandoffCode code) {
		if (code == HandoffCode.ROOM) {
			link.sendDescriptor(this.listener.descriptor());
		}
	}

	/**
	 * The kernel closed the worker's copy of the listening socket.
	 */
	@Override
	public void lost(WorkerLink link) {
		gone(link);
	}

	private void gone(WorkerLink link) {
		boolean over = this.outage.isOver();
		this.outage.gone(link);
		if (over && !this.outage.isOver()) {
			begin();
		}
	}

	private void begin() {
		this.began = System.nanoTime();
		this.loop.schedule(this::update, this.outage.timeout().toMillis(), TimeUnit.MILLISECONDS);
		update();
	}

	@Override
	public void hopeless(boolean hopeless) {
		this.outage.hopeless(hopeless);
		update();
	}

	/**
	 * When no worker accepts any more, the primary accepts and rejects connections.
	 */
	@Override
	public void close() {
		this.closing = true;
		update();
	}

	private void update() {
		boolean reject = this.closing || this.outage.isTooLong(Duration.ofNanos(System.nanoTime() - this.began));
		if (reject != this.rejecting) {
			this.rejecting = reject;
			if (reject) {
				this.listener.accept();
			}
			else {
				this.listener.pause();
			}
		}
	}

	@Override
	public HandoffStats stats() {
		return new HandoffStats(0, 0, this.rejection.count(), 0);
	}

}
