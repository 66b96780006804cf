// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * A slot and the worker in it.
 *
 * @param slot the slot, from 1
 * @param pid the process id of the slot's current or last worker, 0 before the first
 * @param generation the generation of that worker
 * @param state the worker's state
 * @param uptime time since the worker was spawned, zero once it exited
 * @param connections open connections as of the worker's last heartbeat, 0 once it exited
 * @param requests completed requests as of the worker's last heartbeat
 * @param restarts how often the slot's worker was replaced because it died
 * @param memory the worker's resident memory in bytes, 0 if unknown or once it exited
 * @param lastExit how the slot's previous worker ended, {@code null} if there was none
 * @param paused whether the slot gets no new connections until it is resumed
 * @param spare whether the worker is on standby to replace another and gets no
 * connections
 * @param traffic what the worker has been given to do
 */
public record WorkerInfo(int slot, long pid, int generation, WorkerState state, Duration uptime, long connections,
		long requests, int restarts, long memory, @Nullable WorkerExit lastExit, boolean paused, boolean spare,
		WorkerTraffic traffic) {

}
