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
 * Something that happened to the cluster, and why. Workers publish each one as an
 * application event, so that a bean sees it with
 * {@code @EventListener void on(ClusterEvent event)}; {@link Cluster#events()} has those
 * of before.
 *
 * @param id counts from 1 while the primary lives, never used twice
 * @param time when it happened, by the primary's clock
 * @param type what happened
 * @param slot the slot it happened to, 0 if to none or to a worker that is only tried
 * @param pid the process id of the worker it happened to, 0 if to none
 * @param generation the generation it is about, 0 if about none
 * @param reload the id of the reload that it belongs to or happened during, 0 if there
 * was none
 * @param detail one sentence for people, as in the primary's log, with the cause
 */
public record ClusterEvent(long id, Instant time, ClusterEventType type, int slot, long pid, int generation, int reload,
		String detail) {

}
