// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.primary.fleet;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Knows the purpose of each worker and tells it what happens to the worker. Used on the
 * loop only.
 */
public final class Purposes implements WorkerObserver {

	private final Map<WorkerHandle, Purpose> purposes = new HashMap<>();

	/**
	 * Give a worker a purpose in place of its previous one.
	 */
	public void assign(WorkerHandle worker, Purpose purpose) {
		this.purposes.put(worker, purpose);
	}

	@Override
	public void ready(WorkerHandle worker) {
		tell(worker, (purpose) -> purpose.ready(worker));
	}

	@Override
	public void heartbeat(WorkerHandle worker) {
		tell(worker, (purpose) -> purpose.heartbeat(worker));
	}

	public void asked(WorkerHandle worker, String because) {
		tell(worker, (purpose) -> purpose.asked(worker, because));
	}

	public void leaves(WorkerHandle worker, String because) {
		tell(worker, (purpose) -> purpose.leaves(worker, because));
	}

	@Override
	public void exited(WorkerHandle worker) {
		Purpose purpose = this.purposes.remove(worker);
		if (purpose != null) {
			purpose.exited(worker);
		}
	}

	private void tell(WorkerHandle worker, Consumer<Purpose> news) {
		Purpose purpose = this.purposes.get(worker);
		if (purpose != null) {
			news.accept(purpose);
		}
	}

}
