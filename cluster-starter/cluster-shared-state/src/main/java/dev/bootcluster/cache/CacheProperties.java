// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.cache;

import java.time.Duration;

import org.springframework.util.unit.DataSize;

/**
 * How workers share caches: {@code cluster.cache.*}.
 */
public class CacheProperties {

	/**
	 * Whether each worker keeps values that it has read in its own memory too. They are
	 * dropped when any worker changes or evicts them.
	 */
	private boolean near;

	/**
	 * Memory that the values of all caches together may take in a worker with
	 * cluster.cache.near.
	 */
	private DataSize nearMaxSize = DataSize.ofMegabytes(32);

	/**
	 * Longest time that a worker keeps a value with cluster.cache.near; never longer than
	 * Redis does.
	 */
	private Duration nearTtl = Duration.ofMinutes(1);

	/**
	 * How long a worker waits for a value that another one computes before it computes
	 * the value itself.
	 */
	private Duration waitTimeout = Duration.ofSeconds(10);

	public boolean isNear() {
		return this.near;
	}

	public void setNear(boolean near) {
		this.near = near;
	}

	public DataSize getNearMaxSize() {
		return this.nearMaxSize;
	}

	/**
	 * Set the memory for the values that a worker keeps.
	 * @param nearMaxSize the memory, positive
	 * @throws IllegalArgumentException if it is not positive
	 */
	public void setNearMaxSize(DataSize nearMaxSize) {
		if (nearMaxSize.toBytes() <= 0) {
			throw new IllegalArgumentException("cluster.cache.near-max-size must be positive, not " + nearMaxSize
					+ "; cluster.cache.near=false keeps nothing");
		}
		this.nearMaxSize = nearMaxSize;
	}

	public Duration getNearTtl() {
		return this.nearTtl;
	}

	/**
	 * Set the longest time that a worker keeps a value.
	 * @param nearTtl the time, positive
	 * @throws IllegalArgumentException if it is not positive
	 */
	public void setNearTtl(Duration nearTtl) {
		if (nearTtl.isNegative() || nearTtl.isZero()) {
			throw new IllegalArgumentException("cluster.cache.near-ttl must be positive, not " + nearTtl
					+ "; cluster.cache.near=false keeps nothing");
		}
		this.nearTtl = nearTtl;
	}

	public Duration getWaitTimeout() {
		return this.waitTimeout;
	}

	/**
	 * Set how long a worker waits for a value that another one computes.
	 * @param waitTimeout the time; 0 to wait for no other worker
	 * @throws IllegalArgumentException if it is negative
	 */
	public void setWaitTimeout(Duration waitTimeout) {
		if (waitTimeout.isNegative()) {
			throw new IllegalArgumentException("cluster.cache.wait-timeout must not be negative, but is " + waitTimeout
					+ "; 0 waits for no other worker");
		}
		this.waitTimeout = waitTimeout;
	}

}
