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
