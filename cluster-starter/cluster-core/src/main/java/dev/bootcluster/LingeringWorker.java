// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster;

import java.time.Duration;

/**
 * A worker that a reload has replaced and that lives on for the sessions in its memory.
 *
 * @param slot the slot it had
 * @param pid its process id
 * @param generation its generation
 * @param uptime how long its process has been running
 * @param connections its open connections
 * @param requests requests it has completed
 * @param memory its resident memory in bytes, 0 if unknown
 * @param sessions how many sessions it has, -1 if it has not said yet
 * @param remaining for how long it lives on if they do not end before
 */
public record LingeringWorker(int slot, long pid, int generation, Duration uptime, long connections, long requests,
		long memory, long sessions, Duration remaining) {

}
