// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.fork;

import java.time.Duration;

import org.springframework.util.unit.DataSize;

/**
 * Settings of forks, bound from {@code cluster.forks.*}. Each worker has its own pool.
 */
public class ForkProperties {

	/**
	 * Maximum number of forks per worker. By default half of the available processors,
	 * but at least one.
	 */
	private int max = Math.max(1, Runtime.getRuntime().availableProcessors() / 2);

	/**
	 * Number of forks kept ready from the first task on, however long they are idle.
	 */
	private int warm;

	/**
	 * Maximum number of tasks per worker that wait for a fork. Further tasks are
	 * rejected.
	 */
	private int queue = 100;

	/**
	 * How long an idle fork waits for its next task before it ends, unless it is kept
	 * ready by cluster.forks.warm.
	 */
	private Duration idleTimeout = Duration.ofMinutes(1);

	/**
	 * How long a task may run before it is killed, unless its own options set a timeout.
	 * 0 for no limit.
	 */
	private Duration timeout = Duration.ofMinutes(5);

	/**
	 * Maximum heap size of a fork.
	 */
	private DataSize maxHeap = DataSize.ofMegabytes(256);

	/**
	 * Maximum size of a serialized task, message or result.
	 */
	private DataSize maxMessageSize = DataSize.ofMegabytes(16);

	/**
	 * Maximum number of detached processes per worker that run at the same time.
	 */
	private int maxDetached = 8;

	public int getMax() {
		return this.max;
	}

	public void setMax(int max) {
		this.max = atLeast(1, max, "a number of forks");
	}

	public int getWarm() {
		return this.warm;
	}

	public void setWarm(int warm) {
		this.warm = atLeast(0, warm, "a number of forks");
	}

	public int getQueue() {
		return this.queue;
	}

	public void setQueue(int queue) {
		this.queue = atLeast(0, queue, "a number of tasks");
	}

	public Duration getIdleTimeout() {
		return this.idleTimeout;
	}

	public void setIdleTimeout(Duration idleTimeout) {
		this.idleTimeout = notNegative(idleTimeout);
	}

	public Duration getTimeout() {
		return this.timeout;
	}

	public void setTimeout(Duration timeout) {
		this.timeout = notNegative(timeout);
	}

	public DataSize getMaxHeap() {
		return this.maxHeap;
	}

	public void setMaxHeap(DataSize maxHeap) {
		this.maxHeap = between(DataSize.ofMegabytes(2), maxHeap, DataSize.ofTerabytes(1));
	}

	public DataSize getMaxMessageSize() {
		return this.maxMessageSize;
	}

	public void setMaxMessageSize(DataSize maxMessageSize) {
		this.maxMessageSize = between(DataSize.ofKilobytes(1), maxMessageSize, DataSize.ofGigabytes(1));
	}

	public int getMaxDetached() {
		return this.maxDetached;
	}

	public void setMaxDetached(int maxDetached) {
		this.maxDetached = atLeast(0, maxDetached, "a number of processes");
	}

	private static int atLeast(int least, int value, String what) {
		if (value < least) {
			throw new IllegalArgumentException("Must be %s, at least %d, but is %d".formatted(what, least, value));
		}
		return value;
	}

	private static Duration notNegative(Duration value) {
		if (value.isNegative()) {
			throw new IllegalArgumentException("Must be a duration such as 30s, or 0, but is %s".formatted(value));
		}
		return value;
	}

	private static DataSize between(DataSize least, DataSize value, DataSize most) {
		if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
			throw new IllegalArgumentException(
					"Must be a size from %s to %s, such as 64MB, but is %s".formatted(least, most, value));
		}
		return value;
	}

}
