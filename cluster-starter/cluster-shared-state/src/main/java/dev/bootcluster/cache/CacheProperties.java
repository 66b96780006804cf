// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.cache;

import java.time.Duration;

import org.springframework.util.unit.DataSize;

/**
 * Settings of the caches that workers share: {@code cluster.cache.*}.
 */
public class CacheProperties {

	/**
	 * Whether each worker also keeps the values it reads in its own memory. They are
	 * dropped when any worker changes or evicts them.
	 */
	private boolean near;

	/**
	 * Maximum memory in each worker for the values kept with cluster.cache.near, all
	 * caches together.
	 */
	private DataSize nearMaxSize = DataSize.ofMegabytes(32);

	/**
	 * Longest time a worker keeps a value with cluster.cache.near; never longer than
	 * Redis does.
	 */
	private Duration nearTtl = Duration.ofMinutes(1);

	/**
	 * How long a worker waits for a value that another worker computes before it computes
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
	 * Set the maximum memory for the values a worker keeps.
	 * @param nearMaxSize the memory, positive
	 * @throws IllegalArgumentException if it is not positive
	 */
	public void setNearMaxSize(DataSize nearMaxSize) {
		if (nearMaxSize.toBytes() <= 0) {
			throw new IllegalArgumentException("cluster.cache.near-max-size must be positive, not " + nearMaxSize
					+ "; to keep no values, set cluster.cache.near=false");
		}
		this.nearMaxSize = nearMaxSize;
	}

	public Duration getNearTtl() {
		return this.nearTtl;
	}

	/**
	 * Set the longest time a worker keeps a value.
	 * @param nearTtl the time, positive
	 * @throws IllegalArgumentException if it is not positive
	 */
	public void setNearTtl(Duration nearTtl) {
		if (nearTtl.isNegative() || nearTtl.isZero()) {
			throw new IllegalArgumentException("cluster.cache.near-ttl must be positive, not " + nearTtl
					+ "; to keep no values, set cluster.cache.near=false");
		}
		this.nearTtl = nearTtl;
	}

	public Duration getWaitTimeout() {
		return this.waitTimeout;
	}

	/**
	 * Set how long a worker waits for a value that another worker computes.
	 * @param waitTimeout the time; 0 not to wait for other workers
	 * @throws IllegalArgumentException if it is negative
	 */
	public void setWaitTimeout(Duration waitTimeout) {
		if (waitTimeout.isNegative()) {
			throw new IllegalArgumentException("cluster.cache.wait-timeout must not be negative, but is " + waitTimeout
					+ "; set 0 not to wait for other workers");
		}
		this.waitTimeout = waitTimeout;
	}

}
