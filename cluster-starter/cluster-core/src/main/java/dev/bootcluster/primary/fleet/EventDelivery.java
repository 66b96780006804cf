// SPDX-License-Identifier: Apache-2.0

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
