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

package dev.bootcluster.bootstrap;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.bootcluster.BalancingPolicy;
import dev.bootcluster.ClassArchiving;
import dev.bootcluster.SharedState;
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
	 * Number of workers more that are started and get no connections: when a worker dies,
	 * leaves or is recycled, one of them takes its place within milliseconds. Each needs
	 * the memory of a worker.
	 */
	private int spares;

	/**
	 * How connections find their worker.
	 */
	private BalancingPolicy balancing = BalancingPolicy.ROUND_ROBIN;

	/**
	 * How long a new worker's share of new connections grows, from a tenth of what a
	 * worker that has served for long gets to as much. 0 gives it a full share at once.
	 * With round-robin only: where the listening socket is shared the kernel decides.
	 */
	private Duration slowStart = Duration.ZERO;

	/**
	 * Directory for the cluster's sockets and files, at most 80 characters long. By
	 * default a new one under the system's temporary directory.
	 */
	private @Nullable Path directory;

	/**
	 * Directory that keeps extracted applications and class archives for the next start
	 * and for other clusters of the same user, with mode 700; or 'off'. By default
	 * boot-cluster in $CACHE_DIRECTORY, $XDG_CACHE_HOME or ~/.cache.
	 */
	private @Nullable String store;

	/**
	 * Where sessions and caches live. Redis in a cluster, none in a standalone
	 * application.
	 */
	private @Nullable SharedState sharedState;

	private final Pending pending = new Pending();

	private final Reload reload = new Reload();

	private final Worker worker = new Worker();

	private final Warmup warmup = new Warmup();

	private final Watch watch = new Watch();

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

	public int getSpares() {
		return this.spares;
	}

	public void setSpares(int spares) {
		this.spares = spares;
	}

	public BalancingPolicy getBalancing() {
		return this.balancing;
	}

	public void setBalancing(BalancingPolicy balancing) {
		this.balancing = balancing;
	}

	public Duration getSlowStart() {
		return this.slowStart;
	}

	public void setSlowStart(Duration slowStart) {
		this.slowStart = slowStart;
	}

	public @Nullable Path getDirectory() {
		return this.directory;
	}

	public void setDirectory(@Nullable Path directory) {
		this.directory = directory;
	}

	public @Nullable String getStore() {
		return this.store;
	}

	public void setStore(@Nullable String store) {
		this.store = store;
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

	public Warmup getWarmup() {
		return this.warmup;
	}

	public Watch getWatch() {
		return this.watch;
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

		/**
		 * Workers replaced at a time once the first new one has proved itself: a number,
		 * or a share of the workers such as '25%'.
		 */
		private String surge = "1";

		/**
		 * How long a new worker may take from spawn to ready. By default as long as any
		 * worker.
		 */
		private @Nullable Duration bootTimeout;

		/**
		 * How long a new worker must serve well beside the old one before it takes its
		 * place. If it ends meanwhile, or answers with clearly more errors than the old
		 * workers, the reload is rolled back. 0 takes over at once.
		 */
		private Duration bakeTime = Duration.ofSeconds(5);

		/**
		 * How long a worker that was replaced may finish what it has. By default as long
		 * as any worker that drains.
		 */
		private @Nullable Duration drainTimeout;

		/**
		 * How long a whole reload may take before it is rolled back.
		 */
		private Duration deadline = Duration.ofMinutes(30);

		public String getSignal() {
			return this.signal;
		}

		public void setSignal(String signal) {
			this.signal = signal;
		}

		public String getSurge() {
			return this.surge;
		}

		public void setSurge(String surge) {
			this.surge = surge;
		}

		public @Nullable Duration getBootTimeout() {
			return this.bootTimeout;
		}

		public void setBootTimeout(@Nullable Duration bootTimeout) {
			this.bootTimeout = bootTimeout;
		}

		public Duration getBakeTime() {
			return this.bakeTime;
		}

		public void setBakeTime(Duration bakeTime) {
			this.bakeTime = bakeTime;
		}

		public @Nullable Duration getDrainTimeout() {
			return this.drainTimeout;
		}

		public void setDrainTimeout(@Nullable Duration drainTimeout) {
			this.drainTimeout = drainTimeout;
		}

		public Duration getDeadline() {
			return this.deadline;
		}

		public void setDeadline(Duration deadline) {
			this.deadline = deadline;
		}

	}

	/**
	 * What a worker does before its first connection.
	 */
	public static class Warmup {

		/**
		 * Paths a worker requests from itself before it is ready, such as '/,/products'.
		 */
		private List<String> paths = new ArrayList<>();

		/**
		 * How often it requests each of them.
		 */
		private int rounds = 20;

		public List<String> getPaths() {
			return this.paths;
		}

		public void setPaths(List<String> paths) {
			this.paths = paths;
		}

		public int getRounds() {
			return this.rounds;
		}

		public void setRounds(int rounds) {
			this.rounds = rounds;
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
		 * File with more environment variables for workers, one NAME=value a line, read
		 * again by each reload. What is set by 'env' wins.
		 */
		private @Nullable Path envFile;

		/**
		 * How long a worker may take from spawn to ready before it is killed.
		 */
		private Duration bootTimeout = Duration.ofMinutes(2);

		/**
		 * How long a draining worker may finish what it has before the rest is cut.
		 */
		private Duration drainTimeout = Duration.ofSeconds(30);

		/**
		 * How long a worker may complete nothing while requests wait in it, or give no
		 * sign of life, before its threads are written down and it is replaced. A single
		 * long request is not a hang; two that compute for this long without reading or
		 * writing are. 0 for never.
		 */
		private Duration hangTimeout = Duration.ofMinutes(2);

		/**
		 * Whether to train an archive of the application's classes in the background, so
		 * that workers start faster: an AOT cache from JDK 25 on, AppCDS before.
		 */
		private ClassArchiving classArchive = ClassArchiving.AUTO;

		/**
		 * Memory of a worker, such as '500MB', above which another takes its place: its
		 * resident memory, or what garbage collections leave of its heap, at five
		 * heartbeats (seconds) in a row. No limit by default.
		 */
		private @Nullable String maxMemory;

		/**
		 * Requests after which another worker takes its place, up to a tenth less or more
		 * for each worker. No limit by default.
		 */
		private @Nullable Long maxRequests;

		/**
		 * How long a worker may serve before another takes its place, up to a tenth less
		 * or more for each worker. No limit by default.
		 */
		private @Nullable Duration maxAge;

		/**
		 * How long a worker serves at least, whatever its limits: a limit that is too low
		 * must not make workers come and go all the time.
		 */
		private Duration minLifetime = Duration.ofMinutes(1);

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

		public Duration getHangTimeout() {
			return this.hangTimeout;
		}

		public void setHangTimeout(Duration hangTimeout) {
			this.hangTimeout = hangTimeout;
		}

		public ClassArchiving getClassArchive() {
			return this.classArchive;
		}

		public void setClassArchive(ClassArchiving classArchive) {
			this.classArchive = classArchive;
		}

		public @Nullable Path getEnvFile() {
			return this.envFile;
		}

		public void setEnvFile(@Nullable Path envFile) {
			this.envFile = envFile;
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

		public @Nullable String getMaxMemory() {
			return this.maxMemory;
		}

		public void setMaxMemory(@Nullable String maxMemory) {
			this.maxMemory = maxMemory;
		}

		public @Nullable Long getMaxRequests() {
			return this.maxRequests;
		}

		public void setMaxRequests(@Nullable Long maxRequests) {
			this.maxRequests = maxRequests;
		}

		public @Nullable Duration getMaxAge() {
			return this.maxAge;
		}

		public void setMaxAge(@Nullable Duration maxAge) {
			this.maxAge = maxAge;
		}

		public Duration getMinLifetime() {
			return this.minLifetime;
		}

		public void setMinLifetime(Duration minLifetime) {
			this.minLifetime = minLifetime;
		}

	}

	/**
	 * Reloading by itself when files change, for development.
	 */
	public static class Watch {

		/**
		 * Whether to reload when the application's files change. For development.
		 */
		private boolean enabled;

		/**
		 * Files and directories to watch. By default the application's jar, or the
		 * directories of its class path such as target/classes.
		 */
		private List<Path> paths = List.of();

		/**
		 * Files that do not matter, as glob patterns of the whole path or of the file
		 * name alone.
		 */
		private List<String> ignore = List.of("**/*.log", "**/.git/**", "**/*~", "**/*.swp", "**/.#*", "**/*.tmp");

		/**
		 * How long nothing must have changed before the reload begins.
		 */
		private Duration debounce = Duration.ofSeconds(1);

		public boolean isEnabled() {
			return this.enabled;
		}

		public void setEnabled(boolean enabled) {
			this.enabled = enabled;
		}

		public List<Path> getPaths() {
			return this.paths;
		}

		public void setPaths(List<Path> paths) {
			this.paths = paths;
		}

		public List<String> getIgnore() {
			return this.ignore;
		}

		public void setIgnore(List<String> ignore) {
			this.ignore = ignore;
		}

		public Duration getDebounce() {
			return this.debounce;
		}

		public void setDebounce(Duration debounce) {
			this.debounce = debounce;
		}

	}

}
