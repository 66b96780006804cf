// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.generation;

import java.time.Duration;

/**
 * The limits at which a worker is recycled.
 *
 * @param maxMemory bytes of memory, 0 for no limit
 * @param maxRequests completed requests, 0 for no limit
 * @param maxAge how long it may serve, zero for no limit
 * @param minLifetime how long it serves regardless of these limits
 */
public record WorkerLimits(long maxMemory, long maxRequests, Duration maxAge, Duration minLifetime) {

}
