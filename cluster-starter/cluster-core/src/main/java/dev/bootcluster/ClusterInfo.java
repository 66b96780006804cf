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

package dev.bootcluster;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A snapshot of the cluster as the primary sees it.
 *
 * @param state how the cluster is doing
 * @param reason why it is degraded, or {@code null} if it is not
 * @param generation the generation that serves
 * @param leader the slot of the leader, 0 if there is none
 * @param primary the primary
 * @param workers one entry per slot, ordered by slot
 */
public record ClusterInfo(ClusterState state, @Nullable String reason, int generation, int leader, PrimaryInfo primary,
		List<WorkerInfo> workers) {

}
