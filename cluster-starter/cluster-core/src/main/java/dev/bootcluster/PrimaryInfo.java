// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster;

import java.time.Duration;

/**
 * Figures about the primary.
 *
 * @param pid its process id
 * @param uptime time since it started
 * @param handoffs connections that workers acknowledged
 * @param pending accepted connections that wait for a worker
 */
public record PrimaryInfo(long pid, Duration uptime, long handoffs, int pending) {

}
