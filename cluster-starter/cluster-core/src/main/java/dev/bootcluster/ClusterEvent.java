// SPDX-License-Identifier: Apache-2.0

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
