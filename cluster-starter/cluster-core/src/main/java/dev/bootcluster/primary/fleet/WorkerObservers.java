// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.primary.fleet;

import java.util.List;
import java.util.function.BiConsumer;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Tells observers in order what happens to workers. If one fails, the others are still
 * told.
 */
final class WorkerObservers implements WorkerObserver {

	private static final Log logger = LogFactory.getLog(WorkerObservers.class);

	private List<WorkerObserver> observers = List.of();

	void order(List<WorkerObserver> observers) {
		this.observers = observers;
	}

	@Override
	public void late(WorkerHandle worker, String because) {
		tell(worker, "late", (observer, late) -> observer.late(late, because));
	}

	@Override
	public void ready(WorkerHandle worker) {
		tell(worker, "ready", WorkerObserver::ready);
	}

	@Override
	public void serving(WorkerHandle worker) {
		tell(worker, "serving", WorkerObserver::serving);
	}

	@Override
	public void heartbeat(WorkerHandle worker) {
		tell(worker, "heartbeat", WorkerObserver::heartbeat);
	}

	@Override
	public void failing(WorkerHandle worker) {
		tell(worker, "failing", WorkerObserver::failing);
	}

	@Override
	public void draining(WorkerHandle worker) {
		tell(worker, "draining", WorkerObserver::draining);
	}

	@Override
	public void disconnected(WorkerHandle worker) {
		tell(worker, "disconnected", WorkerObserver::disconnected);
	}

	@Override
	public void exited(WorkerHandle worker) {
		tell(worker, "exited", WorkerObserver::exited);
	}

	private void tell(WorkerHandle worker, String what, BiConsumer<WorkerObserver, WorkerHandle> news) {
		for (WorkerObserver observer : this.observers) {
			try {
				news.accept(observer, worker);
			}
			catch (Throwable ex) {
				logger.error(
						"%s failed to handle '%s' for %s".formatted(observer.getClass().getSimpleName(), what, worker),
						ex);
			}
		}
	}

}
