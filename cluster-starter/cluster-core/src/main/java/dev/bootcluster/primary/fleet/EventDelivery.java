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

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;

import dev.bootcluster.ClusterEvent;
import dev.bootcluster.ipc.ControlChannel;
import dev.bootcluster.ipc.FromPrimary;
import dev.bootcluster.ipc.Wire;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Tells every connected worker what happens. Events for a worker that does not read are
 * dropped, never queued here.
 */
public final class EventDelivery implements Consumer<ClusterEvent> {

	private static final Log logger = LogFactory.getLog(EventDelivery.class);

	private final Supplier<Collection<WorkerHandle>> workers;

	/**
	 * How many events have been dropped for each worker that takes none now.
	 */
	private final Map<WorkerHandle, Long> lost = new HashMap<>();

	public EventDelivery(Supplier<Collection<WorkerHandle>> workers) {
		this.workers = workers;
	}

	@Override
	public void accept(ClusterEvent event) {
		Collection<WorkerHandle> workers = this.workers.get();
		this.lost.keySet().retainAll(workers);
		FromPrimary message = new FromPrimary.Event(Wire.toJson(event));
		for (WorkerHandle worker : workers) {
			ControlChannel<FromPrimary> channel = worker.channel();
			if (channel != null) {
				delivered(worker, channel.offer(message));
			}
		}
	}

	/**
	 * Log one line when dropping begins and one when it ends, however many events are
	 * lost.
	 */
	private void delivered(WorkerHandle worker, boolean taken) {
		if (!taken) {
			if (this.lost.merge(worker, 1L, Long::sum) == 1) {
				logger.warn("%s does not read its messages: events for it are dropped until it does".formatted(worker));
			}
			return;
		}
		Long lost = this.lost.remove(worker);
		if (lost != null) {
			logger.warn("%s reads its messages again; %d events were dropped".formatted(worker, lost));
		}
	}

}
