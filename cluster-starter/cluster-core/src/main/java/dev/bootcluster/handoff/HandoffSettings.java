// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.handoff;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

import dev.bootcluster.BalancingPolicy;

/**
 * What the primary listens on and how it distributes connections.
 *
 * @param directory the cluster's directory
 * @param address the address to listen on; port 0 picks a free one
 * @param backlog how many connections the kernel may hold before they are accepted
 * @param policy how connections are assigned to workers
 * @param weights the weights of slots, for the policy that looks at them
 * @param maxPending how many connections may wait for a worker
 * @param pendingTimeout how long one may wait while no worker is ready
 * @param slowStart how long a new worker's share grows, zero for a full share at once
 * @param tls whether the port speaks TLS, so no plain-text HTTP answer is possible
 */
public record HandoffSettings(Path directory, InetSocketAddress address, int backlog, BalancingPolicy policy,
		Map<Integer, Integer> weights, int maxPending, Duration pendingTimeout, Duration slowStart, boolean tls) {

	/**
	 * Create settings without weights.
	 */
	public HandoffSettings(Path directory, InetSocketAddress address, int backlog, BalancingPolicy policy,
			int maxPending, Duration pendingTimeout, Duration slowStart, boolean tls) {
		this(directory, address, backlog, policy, Map.of(), maxPending, pendingTimeout, slowStart, tls);
	}

}
