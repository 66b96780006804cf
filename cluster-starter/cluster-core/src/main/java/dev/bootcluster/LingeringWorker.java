// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster;

import java.time.Duration;

/**
 * A worker that a reload has replaced and that lives on for the sessions in its memory.
 *
 * @param slot the slot it had
 * @param pid its process id
 * @param generation its generation
 * @param sessions how many sessions it has, -1 if it has not said yet
 * @param remaining for how long it lives on if they do not end before
 */
public record LingeringWorker(int slot, long pid, int generation, long sessions, Duration remaining) {

}
