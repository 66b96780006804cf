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

import java.time.Instant;

/**
 * Something that happened to the cluster, and why. Workers publish every event as an
 * application event, so a bean receives it with
 * {@code @EventListener void on(ClusterEvent event)}; {@link Cluster#events()} returns
 * past ones.
 *
 * @param id counts from 1 for the life of the primary, never reused
 * @param time when it happened, by the primary's clock
 * @param type what happened
 * @param slot the slot it happened to, 0 if none or a worker on trial
 * @param pid the process id of the worker it happened to, 0 if none
 * @param generation the generation it concerns, 0 if none
 * @param reload the id of the reload it belongs to or happened during, 0 if none
 * @param detail one sentence for humans with the cause, as in the primary's log
 */
public record ClusterEvent(long id, Instant time, ClusterEventType type, int slot, long pid, int generation, int reload,
		String detail) {

}
