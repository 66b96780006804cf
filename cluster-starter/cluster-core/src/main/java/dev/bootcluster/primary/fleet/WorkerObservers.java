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
