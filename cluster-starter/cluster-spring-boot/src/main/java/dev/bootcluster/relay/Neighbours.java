// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.relay;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

import dev.bootcluster.ClusterException;
import dev.bootcluster.ClusterInfo;
import dev.bootcluster.WorkerInfo;
import dev.bootcluster.WorkerState;

/**
 * The workers to which requests can be relayed.
 */
final class Neighbours {

	private final Supplier<ClusterInfo> cluster;

	private final AtomicInteger turn = new AtomicInteger();

	Neighbours(Supplier<ClusterInfo> cluster) {
		this.cluster = cluster;
	}

	/**
	 * Return the worker that has a slot now.
	 * @throws Refusal if there is none that can answer
	 */
	WorkerInfo inSlot(int slot) throws Refusal {
		WorkerInfo worker = workers().stream()
			.filter((candidate) -> candidate.slot() == slot)
			.findFirst()
			.orElseThrow(() -> Refusal.secret(404, "There is no slot " + slot));
		if (worker.state() != WorkerState.READY) {
			throw Refusal.secret(503, "Slot %d has no worker that is ready: %s".formatted(slot, (worker.pid() != 0)
					? "its worker (pid %d) is %s".formatted(worker.pid(), worker.state()) : "it has had none yet"));
		}
		return worker;
	}

	/**
	 * Return the workers that are ready, each of them first in turn.
	 * @throws Refusal if there is none
	 */
	List<WorkerInfo> inTurn() throws Refusal {
		List<WorkerInfo> ready = new ArrayList<>(workers());
		ready.removeIf((worker) -> worker.state() != WorkerState.READY);
		if (ready.isEmpty()) {
			throw Refusal.open(503, "No worker is ready");
		}
		Collections.rotate(ready, this.turn.getAndIncrement());
		return ready;
	}

	private List<WorkerInfo> workers() throws Refusal {
		try {
			return this.cluster.get().workers();
		}
		catch (ClusterException ex) {
			throw Refusal.secret(503, String.valueOf(ex.getMessage()));
		}
	}

}
