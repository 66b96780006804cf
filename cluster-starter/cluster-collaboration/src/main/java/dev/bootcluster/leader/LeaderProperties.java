// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.leader;

import java.time.Duration;

/**
 * Settings of {@code cluster.leader}.
 */
public class LeaderProperties {

	static final Duration SHORTEST_LEASE = Duration.ofSeconds(1);

	/**
	 * Workers among which there is one leader: those of this host, or, through a lock in
	 * Redis, those of all hosts that run the same application.
	 */
	private Scope scope = Scope.HOST;

	/**
	 * How long the lock in Redis is held after its host has died, before another worker
	 * can lead. At least one second.
	 */
	private Duration lease = Duration.ofSeconds(5);

	public Scope getScope() {
		return this.scope;
	}

	public void setScope(Scope scope) {
		this.scope = scope;
	}

	public Duration getLease() {
		return this.lease;
	}

	public void setLease(Duration lease) {
		this.lease = lease;
	}

	/**
	 * The workers among which there is one leader.
	 */
	public enum Scope {

		/**
		 * The workers of this host.
		 */
		HOST,

		/**
		 * The workers of all hosts.
		 */
		REDIS

	}

}
