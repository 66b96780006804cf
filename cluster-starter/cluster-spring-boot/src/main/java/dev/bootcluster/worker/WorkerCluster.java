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

import dev.bootcluster.ClusterRole;
import dev.bootcluster.ipc.ClusterRequest;
import dev.bootcluster.ipc.RequestingCluster;
import org.jspecify.annotations.Nullable;

/**
 * The cluster as seen from a worker: every query and order goes to the primary.
 */
final class WorkerCluster extends RequestingCluster {

	private final PrimaryCalls primary;

	WorkerCluster(PrimaryCalls primary) {
		this.primary = primary;
	}

	@Override
	public ClusterRole role() {
		return ClusterRole.WORKER;
	}

	@Override
	protected <R> @Nullable R ask(ClusterRequest<R> request) {
		return this.primary.ask(request);
	}

}
