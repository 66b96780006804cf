// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.handoff;

/**
 * Figures about the handoff.
 *
 * @param handoffs connections acknowledged by workers
 * @param pending connections that wait for a worker
 */
public record HandoffStats(long handoffs, int pending) {

}
