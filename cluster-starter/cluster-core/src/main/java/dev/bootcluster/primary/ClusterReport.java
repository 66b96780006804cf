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

package dev.bootcluster.primary;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

import dev.bootcluster.ClusterInfo;
import dev.bootcluster.ClusterState;
import dev.bootcluster.PrimaryInfo;
import dev.bootcluster.WorkerInfo;
import dev.bootcluster.WorkerState;
import dev.bootcluster.handoff.Handoff;
import dev.bootcluster.handoff.HandoffStats;
import dev.bootcluster.ipc.Message;

/**
 * Describes the cluster to those who ask. Used on the loop only.
 */
final class ClusterReport {

	private final Supervisor supervisor;

	private final Handoff handoff;

	private final TaskLoop loop;

	private final Duration started;

	ClusterReport(Supervisor supervisor, Handoff handoff, TaskLoop loop) {
		this.supervisor = supervisor;
		this.handoff = handoff;
		this.loop = loop;
		this.started = loop.now();
	}

	ClusterInfo info() {
		Duration now = this.loop.now();
		HandoffStats stats = this.handoff.stats();
		PrimaryInfo primary = new PrimaryInfo(ProcessHandle.current().pid(), now.minus(this.started), stats.handoffs(),
				stats.pending());
		List<WorkerInfo> workers = this.supervisor.slots().stream().map((slot) -> worker(slot, now)).toList();
		Optional<String> trouble = trouble(this.supervisor.slots().all());
		return new ClusterInfo(state(trouble.isPresent()), trouble.orElse(null), this.supervisor.reloads().generation(),
				this.supervisor.collaboration().leader(), primary, workers);
	}

	/**
	 * Why the cluster is degraded, empty if it is not.
	 */
	static Optional<String> trouble(Collection<Slot> slots) {
		return slots.stream().filter(Slot::isLooping).findFirst().map(ClusterReport::reason);
	}

	private ClusterState state(boolean failing) {
		if (this.supervisor.reloads().running().isPresent()) {
			return ClusterState.RELOADING;
		}
		return failing ? ClusterState.DEGRADED : ClusterState.STABLE;
	}

	private static String reason(Slot slot) {
		return "Slot %d is in a crash loop, %s; last exit: %s".formatted(slot.number(), slot.crashes(),
				(slot.lastExit() != null) ? slot.lastExit().reason() : "unknown");
	}

	private static WorkerInfo worker(Slot slot, Duration now) {
		WorkerHandle worker = slot.shown();
		if (worker == null) {
			return new WorkerInfo(slot.number(), 0, slot.generation(), WorkerState.EXITED, Duration.ZERO, 0, 0,
					slot.restarts(), 0, slot.lastExit(), slot.isPaused(), slot.isSpare());
		}
		Message.Heartbeat heartbeat = worker.heartbeat();
		return new WorkerInfo(slot.number(), worker.process().pid(), worker.identity().generation(), worker.state(),
				worker.uptime(now), heartbeat.connections(), heartbeat.requests(), slot.restarts(), heartbeat.memory(),
				slot.lastExit(), slot.isPaused(), slot.isSpare());
	}

}
