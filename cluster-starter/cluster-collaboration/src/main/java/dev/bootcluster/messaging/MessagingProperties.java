/*
 * Copyright 2026 the Boot Cluster authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *      https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */

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
