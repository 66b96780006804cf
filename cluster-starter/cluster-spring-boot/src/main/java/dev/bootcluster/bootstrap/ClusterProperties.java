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
import java.util.List;
import java.util.Map;

import dev.bootcluster.BalancingPolicy;
import dev.bootcluster.ClassArchiving;
import dev.bootcluster.SharedState;
import dev.bootcluster.generation.Surge;
import dev.bootcluster.primary.launch.WorkerCount;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.core.env.Environment;
import org.springframework.util.unit.DataSize;

/**
 * Settings of the cluster. Read by {@link #of}, their values are in range.
 *
 * @param enabled Whether to cluster at all. When false the application runs standalone,
 * whatever else is set.
 * @param workers Number of workers: 'max' (one a processor), a number, a share of the
 * processors such as '50%', or 'max-1'. Without it the application runs standalone.
 * @param spares Number of warm standby workers: started, but given no connections until
 * another worker dies, leaves or is recycled. Each needs the memory of a worker.
 * @param balancing How connections find their worker.
 * @param slowStart How long a new worker's share of new connections grows, from a tenth
 * of what a worker that has served for long gets to as much. 0 gives it a full share at
 * once. With round-robin only: where the listening socket is shared the kernel decides.
 * @param directory Directory for the cluster's sockets and files, at most 80 characters
 * long. By default a new one under the system's temporary directory.
 * @param store Directory that keeps extracted applications and class archives for the
 * next start and for other clusters of the same user, with mode 700; or 'off'. By default
 * boot-cluster in $CACHE_DIRECTORY, $XDG_CACHE_HOME or ~/.cache.
 * @param sharedState Where sessions and caches live. Redis in a cluster, none in a
 * standalone application.
 * @param pending connections that wait for a worker
 * @param reload replacing all workers
 * @param worker one worker
 * @param warmup what a worker does before its first connection
 * @param watch reloading by itself
 */
@ConfigurationProperties("cluster")
public record ClusterProperties(@DefaultValue("true") boolean enabled, @Nullable WorkerCount workers,
		@DefaultValue("0") int spares, @DefaultValue("round-robin") BalancingPolicy balancing,
		@DefaultValue("0s") Duration slowStart, @Nullable Path directory, @Nullable String store,
		@Nullable SharedState sharedState, @DefaultValue Pending pending, @DefaultValue Reload reload,
		@DefaultValue Worker worker, @DefaultValue Warmup warmup, @DefaultValue Watch watch) {

	/**
	 * Read the settings.
	 * @param environment the application's environment
	 * @return the settings
	 * @throws BindException if a value cannot be used; it knows which, and where it
	 * stands
	 */
	public static ClusterProperties of(Environment environment) {
		return Binder.get(environment)
			.bindOrCreate("cluster", Bindable.of(ClusterProperties.class), new PropertyConstraints());
	}

	/**
	 * Connections that wait for a worker.
	 *
	 * @param max Connections that may wait in the primary for a worker. More are answered
	 * with 503 and Retry-After, or closed if the port speaks TLS.
	 */
	public record Pending(@DefaultValue("1024") int max) {

	}

	/**
	 * Replacing all workers.
	 *
	 * @param signal Signal that makes the primary reload: 'USR1', 'HUP', 'none', or
	 * 'USR2' where the environment variable _JAVA_SR_SIGNUM gives the JVM another one.
	 * @param surge Workers replaced at a time once the first new one has proved itself: a
	 * number, or a share of the workers such as '25%'.
	 * @param bootTimeout How long a new worker may take from spawn to ready. By default
	 * as long as any worker.
	 * @param bakeTime How long a new worker must serve well beside the old one before it
	 * takes its place. If it ends meanwhile, or answers with clearly more errors than the
	 * old workers, the reload is rolled back. 0 takes over at once.
	 * @param drainTimeout How long a worker that was replaced may finish what it has. By
	 * default as long as any worker that drains.
	 * @param deadline How long a whole reload may take before it is rolled back.
	 */
	public record Reload(@DefaultValue("USR1") ReloadSignal signal, @DefaultValue("1") Surge surge,
			@Nullable Duration bootTimeout, @DefaultValue("5s") Duration bakeTime, @Nullable Duration drainTimeout,
			@DefaultValue("30m") Duration deadline) {

	}

	/**
	 * One worker.
	 *
	 * @param jvmArgs JVM options for workers, separated by spaces (quote what holds one),
	 * added after those the application was started with.
	 * @param env Environment variables for workers, on top of the primary's.
	 * @param envFile File with more environment variables for workers, one NAME=value a
	 * line, read again by each reload. What is set by 'env' wins.
	 * @param bootTimeout How long a worker may take from spawn to ready before it is
	 * killed.
	 * @param drainTimeout How long a draining worker may finish what it has before the
	 * rest is cut.
	 * @param hangTimeout How long a worker may complete nothing while requests wait in
	 * it, or give no sign of life, before its threads are written down and it is
	 * replaced. A single long request is not a hang; two that compute for this long
	 * without reading or writing are. 0 for never.
	 * @param classArchive Whether to train an archive of the application's classes in the
	 * background, so that workers start faster: an AOT cache from JDK 25 on, AppCDS
	 * before.
	 * @param maxMemory Memory of a worker, such as '500MB', above which another takes its
	 * place: its resident memory, or what garbage collections leave of its heap, at five
	 * heartbeats (seconds) in a row. No limit by default.
	 * @param maxRequests Requests after which another worker takes its place, up to a
	 * tenth less or more for each worker. No limit by default.
	 * @param maxAge How long a worker may serve before another takes its place, up to a
	 * tenth less or more for each worker. No limit by default.
	 * @param minLifetime How long a worker serves at least, whatever its limits: a limit
	 * that is too low must not make workers come and go all the time.
	 */
	public record Worker(@DefaultValue("") JvmWords jvmArgs, @DefaultValue Map<String, String> env,
			@Nullable Path envFile, @DefaultValue("2m") Duration bootTimeout,
			@DefaultValue("30s") Duration drainTimeout, @DefaultValue("2m") Duration hangTimeout,
			@DefaultValue("auto") ClassArchiving classArchive, @Nullable DataSize maxMemory, @Nullable Long maxRequests,
			@Nullable Duration maxAge, @DefaultValue("1m") Duration minLifetime) {

	}

	/**
	 * What a worker does before its first connection.
	 *
	 * @param paths Paths a worker requests from itself before it is ready, such as
	 * '/,/products'.
	 * @param rounds How often it requests each of them.
	 */
	public record Warmup(@DefaultValue List<String> paths, @DefaultValue("20") int rounds) {

	}

	/**
	 * Reloading by itself when files change, for development.
	 *
	 * @param enabled Whether to reload when the application's files change. For
	 * development.
	 * @param paths Files and directories to watch. By default the application's jar, or
	 * the directories of its class path such as target/classes.
	 * @param ignore Files that do not matter, as glob patterns of the whole path or of
	 * the file name alone.
	 * @param debounce How long nothing must have changed before the reload begins.
	 */
	public record Watch(@DefaultValue("false") boolean enabled, @DefaultValue List<Path> paths, @DefaultValue( {
			"**/*.log", "**/.git/**", "**/*~", "**/*.swp", "**/.#*", "**/*.tmp" }) List<String> ignore,
			@DefaultValue("1s") Duration debounce){

	}

}
