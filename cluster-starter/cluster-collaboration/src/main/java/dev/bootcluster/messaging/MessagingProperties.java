// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.messaging;

import java.time.Duration;

import org.springframework.util.unit.DataSize;

/**
 * Settings of {@code cluster.messaging}.
 */
public class MessagingProperties {

	/**
	 * Workers that a broadcast reaches: those of this host, or, through Redis, those of
	 * all hosts that run the same application.
	 */
	private Scope scope = Scope.HOST;

	/**
	 * How long a sender waits for room, and how long a request waits for its answer.
	 */
	private Duration timeout = Duration.ofSeconds(10);

	/**
	 * Maximum size of a payload as JSON.
	 */
	private DataSize maxSize = DataSize.ofKilobytes(64);

	public Scope getScope() {
		return this.scope;
	}

	public void setScope(Scope scope) {
		this.scope = scope;
	}

	public Duration getTimeout() {
		return this.timeout;
	}

	public void setTimeout(Duration timeout) {
		this.timeout = timeout;
	}

	public DataSize getMaxSize() {
		return this.maxSize;
	}

	public void setMaxSize(DataSize maxSize) {
		this.maxSize = maxSize;
	}

	/**
	 * The workers that a broadcast reaches.
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
