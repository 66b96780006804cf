// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster;

/**
 * How connections are assigned to workers now.
 *
 * @param policy the policy, written as in {@code cluster.balancing}
 * @param skew the connections of the worker that got most, divided by those of the one
 * that got fewest, counted since the policy or the workers that get connections last
 * changed; a worker that got none counts as one that got one. 1 if all got the same, 0 if
 * there was none
 */
public record BalancingInfo(String policy, double skew) {

}
