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

package dev.bootcluster.worker;

import java.util.List;
import java.util.Optional;

import dev.bootcluster.Cluster;
import dev.bootcluster.ClusterEvent;
import dev.bootcluster.ClusterException;
import dev.bootcluster.ClusterException.Reason;
import dev.bootcluster.ClusterInfo;
import dev.bootcluster.ClusterRole;
import dev.bootcluster.ReloadInfo;
import dev.bootcluster.ipc.Operation;
import dev.bootcluster.ipc.Wire;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The cluster as a worker has it: every question and order goes to the primary.
 */
final class WorkerCluster implements Cluster {

	private final PrimaryCalls primary;

	WorkerCluster(PrimaryCalls primary) {
		this.primary = primary;
	}

	@Override
	public ClusterRole role() {
		return ClusterRole.WORKER;
	}

	@Override
	public ClusterInfo info() {
		return required(this.primary.call(Operation.INFO, null).result(), ClusterInfo.class);
	}

	@Override
	public ReloadInfo reload() {
		return required(this.primary.call(Operation.RELOAD, null).result(), ReloadInfo.class);
	}

	@Override
	public ReloadInfo dryRun() {
		return required(this.primary.call(Operation.DRY_RUN, null).result(), ReloadInfo.class);
	}

	@Override
	public ReloadInfo rollBack() {
		return required(this.primary.call(Operation.ROLLBACK, null).result(), ReloadInfo.class);
	}

	@Override
	public Optional<ReloadInfo> lastReload() {
		JsonNode result = this.primary.call(Operation.LAST_RELOAD, null).result();
		return isNull(result) ? Optional.empty() : Optional.of(required(result, ReloadInfo.class));
	}

	@Override
	public List<ClusterEvent> events(long after) {
		return List
			.of(required(this.primary.call(Operation.EVENTS, Long.toString(after)).result(), ClusterEvent[].class));
	}

	@Override
	public void restart(int slot) {
		this.primary.call(Operation.RESTART, Integer.toString(slot));
	}

	@Override
	public ReloadInfo restartAll() {
		return required(this.primary.call(Operation.RESTART, null).result(), ReloadInfo.class);
	}

	@Override
	public void stop(int slot) {
		this.primary.call(Operation.STOP, Integer.toString(slot));
	}

	@Override
	public void start(int slot) {
		this.primary.call(Operation.START, Integer.toString(slot));
	}

	@Override
	public void startAll() {
		this.primary.call(Operation.START, null);
	}

	@Override
	public void pause(int slot) {
		this.primary.call(Operation.PAUSE, Integer.toString(slot));
	}

	@Override
	public void resume(int slot) {
		this.primary.call(Operation.RESUME, Integer.toString(slot));
	}

	@Override
	public void scale(String workers) {
		this.primary.call(Operation.SCALE, workers);
	}

	private static boolean isNull(@Nullable JsonNode result) {
		return result == null || result.isNull();
	}

	private static <T> T required(@Nullable JsonNode result, Class<T> type) {
		if (result == null || result.isNull()) {
			throw new ClusterException(Reason.UNAVAILABLE, "The primary answered without a result");
		}
		return Wire.fromJson(result, type);
	}

}
