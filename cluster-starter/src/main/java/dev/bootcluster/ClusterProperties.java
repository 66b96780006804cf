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

package dev.bootcluster;

import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Settings of the cluster, bound from {@code cluster.*}.
 */
public class ClusterProperties {

	/**
	 * Whether to cluster at all. When false the application runs standalone, whatever
	 * else is set.
	 */
	private boolean enabled = true;

	/**
	 * Number of workers: 'max' (one a processor), a number, a share of the processors
	 * such as '50%', or 'max-1'. Without it the application runs standalone.
	 */
	private @Nullable String workers;

	/**
	 * How connections find their worker.
	 */
	private BalancingPolicy balancing = BalancingPolicy.ROUND_ROBIN;

	/**
	 * Directory for the cluster's sockets and files, at most 80 characters long. By
	 * default a new one under the system's temporary directory.
	 */
	private @Nullable Path directory;

	/**
	 * Where sessions and caches live. Redis in a cluster, none in a standalone
	 * application.
	 */
	private @Nullable SharedState sharedState;

	private final Pending pending = new Pending();

	private final Reload reload = new Reload();

	private final Worker worker = new Worker();

	public boolean isEnabled() {
		return this.enabled;
	}

	public void setEnabled(boolean enabled) {
		this.enabled = enabled;
	}

	public @Nullable String getWorkers() {
		return this.workers;
	}

	public void setWorkers(@Nullable String workers) {
		this.workers = workers;
	}

	public BalancingPolicy getBalancing() {
		return this.balancing;
	}

	public void setBalancing(BalancingPolicy balancing) {
		this.balancing = balancing;
	}

	public @Nullable Path getDirectory() {
		return this.directory;
	}

	public void setDirectory(@Nullable Path directory) {
		this.directory = directory;
	}

	public @Nullable SharedState getSharedState() {
		return this.sharedState;
	}

	public void setSharedState(@Nullable SharedState sharedState) {
		this.sharedState = sharedState;
	}

	public Pending getPending() {
		return this.pending;
	}

	public Reload getReload() {
		return this.reload;
	}

	public Worker getWorker() {
		return this.worker;
	}

	/**
	 * Connections that wait for a worker.
	 */
	public static class Pending {

		/**
		 * Connections that may wait in the primary for a worker. More are answered with
		 * 503 and Retry-After, or closed if the port speaks TLS.
		 */
		private int max = 1024;

		public int getMax() {
			return this.max;
		}

		public void setMax(int max) {
			this.max = max;
		}

	}

	/**
	 * Replacing all workers.
	 */
	public static class Reload {

		/**
		 * Signal that makes the primary reload: 'USR1', 'HUP', 'none', or 'USR2' where
		 * the environment variable _JAVA_SR_SIGNUM gives the JVM another one.
		 */
		private String signal = "USR1";

		public String getSignal() {
			return this.signal;
		}

		public void setSignal(String signal) {
			this.signal = signal;
		}

	}

	/**
	 * One worker.
	 */
	public static class Worker {

		/**
		 * JVM options for workers, separated by spaces (quote what holds one), added
		 * after those the application was started with.
		 */
		private String jvmArgs = "";

		/**
		 * Environment variables for workers, on top of the primary's.
		 */
		private Map<String, String> env = new LinkedHashMap<>();

		/**
		 * How long a worker may take from spawn to ready before it is killed.
		 */
		private Duration bootTimeout = Duration.ofMinutes(2);

		/**
		 * How long a draining worker may finish what it has before the rest is cut.
		 */
		private Duration drainTimeout = Duration.ofSeconds(30);

		public String getJvmArgs() {
			return this.jvmArgs;
		}

		public void setJvmArgs(String jvmArgs) {
			this.jvmArgs = jvmArgs;
		}

		public Map<String, String> getEnv() {
			return this.env;
		}

		public void setEnv(Map<String, String> env) {
			this.env = env;
		}

		public Duration getBootTimeout() {
			return this.bootTimeout;
		}

		public void setBootTimeout(Duration bootTimeout) {
			this.bootTimeout = bootTimeout;
		}

		public Duration getDrainTimeout() {
			return this.drainTimeout;
		}

		public void setDrainTimeout(Duration drainTimeout) {
			this.drainTimeout = drainTimeout;
		}

	}

}
