// SPDX-License-Identifier: Apache-2.0

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
 * The cluster's settings. Read by {@link #of}, every value is in range.
 *
 * @param enabled Whether to run a cluster. If false, the application runs standalone,
 * whatever else is set.
 * @param workers Number of workers: a number, 'max' (one per processor), 'max-1', or a
 * share of the processors such as '50%'. If not set, the application runs standalone.
 * @param spares Number of warm standby workers: started, but given no connections until
 * another worker dies, leaves or is recycled. Each needs as much memory as any other
 * worker.
 * @param balancing How connections are distributed to workers: 'round-robin',
 * 'least-connections', 'power-of-two', 'fastest', 'weighted', 'random', 'client-hash',
 * 'sticky', 'shared', or the full name of a class that implements
 * dev.bootcluster.Balancer.
 * @param slowStart Time over which a new worker's share of new connections grows from a
 * tenth of an established worker's share to all of it. 0 gives a full share at once. If
 * workers share the listening socket, the kernel decides.
 * @param rebalance Whether workers with more open connections than others give some of
 * them away, after a reload for example: HTTP/1.1 in plain text, between two requests.
 * Not if workers share the listening socket.
 * @param rebalanceByLoad Whether a worker in which requests wait for a thread, or take
 * much longer than in the others, gives some of its connections to those, even if it has
 * no more than they have. Not if 'cluster.rebalance' is false.
 * @param proxyProtocol Whether every connection to server.port begins with a header of
 * the PROXY protocol, version 1 or 2, with which a TCP balancer such as HAProxy or an AWS
 * Network Load Balancer tells the client's address. Connections without one are closed.
 * @param directory Directory for the cluster's sockets and files, with mode 700 and a
 * path of at most 80 bytes. By default a new directory in $RUNTIME_DIRECTORY,
 * $XDG_RUNTIME_DIR or the system's temporary directory.
 * @param store Directory, with mode 700, that keeps extracted applications and class
 * archives for the next start and for other clusters of the same user; 'off' keeps none.
 * By default boot-cluster in $CACHE_DIRECTORY, $XDG_CACHE_HOME or ~/.cache.
 * @param sharedState Where sessions and caches live. By default Redis in a cluster, none
 * in a standalone application.
 * @param pending connections waiting for a worker
 * @param reload how a reload replaces workers
 * @param drain what a draining worker does with its connections
 * @param worker settings of each worker
 * @param warmup what a worker does before its first connection
 * @param watch automatic reloads when files change
 */
@ConfigurationProperties("cluster")
public record ClusterProperties(@DefaultValue("true") boolean enabled, @Nullable WorkerCount workers,
		@DefaultValue("0") int spares, @DefaultValue("round-robin") BalancingPolicy balancing,
		@DefaultValue("0s") Duration slowStart, @DefaultValue("true") boolean rebalance,
		@DefaultValue("true") boolean rebalanceByLoad, @DefaultValue("false") boolean proxyProtocol,
		@Nullable Path directory, @Nullable String store, @Nullable SharedState sharedState,
		@DefaultValue Pending pending, @DefaultValue Reload reload, @DefaultValue Drain drain,
		@DefaultValue Worker worker, @DefaultValue Warmup warmup, @DefaultValue Watch watch) {

	/**
	 * Read the settings.
	 * @param environment the application's environment
	 * @return the settings
	 * @throws BindException if a value is invalid; it names the property, the value and
	 * its origin
	 */
	public static ClusterProperties of(Environment environment) {
		return Binder.get(environment)
			.bindOrCreate("cluster", Bindable.of(ClusterProperties.class), new PropertyConstraints());
	}

	/**
	 * Whether a reload waits for the sessions of the workers that it replaces.
	 * @return {@code true} if sessions live in the memory of workers and there is time
	 * for them
	 */
	boolean isPatient() {
		return this.balancing.isSticky() && this.sharedState == SharedState.NONE
				&& !this.reload.sessionPatience().isZero();
	}

	/**
	 * Connections waiting for a worker.
	 *
	 * @param max Number of connections that may wait in the primary for a worker. Any
	 * more are answered with 503 and Retry-After, or closed if the port speaks TLS.
	 * @param timeout How long a connection may wait while no worker is ready, or, with
	 * cluster.worker.max-in-flight, while none has room for its request, before it is
	 * answered with 503 and Retry-After, or closed if the port speaks TLS. While all
	 * workers are in a crash loop, none waits.
	 */
	public record Pending(@DefaultValue("1024") int max, @DefaultValue("10s") Duration timeout) {

	}

	/**
	 * How a reload replaces workers.
	 *
	 * @param signal Signal that makes the primary reload: 'USR1', 'HUP', 'none', or
	 * 'USR2' if the environment variable _JAVA_SR_SIGNUM assigns the JVM another signal.
	 * Under systemd with Type=notify or notify-reload, SIGHUP reloads as well, except
	 * with 'none'.
	 * @param surge Number of workers replaced at a time once the first new worker has
	 * proved itself: a number, or a share of the workers such as '25%'.
	 * @param bootTimeout How long a new worker may take from spawn to ready. Defaults to
	 * cluster.worker.boot-timeout.
	 * @param bakeTime How long a new worker must serve well beside the old one before it
	 * replaces it. If it exits during that time, or answers with clearly more errors than
	 * the old workers, the reload is rolled back. 0 replaces the old worker at once.
	 * @param drainTimeout How long a replaced worker may take to finish its work before
	 * its remaining connections are cut. Defaults to cluster.worker.drain-timeout.
	 * @param deadline How long a whole reload may take before it is rolled back.
	 * @param sessionPatience How long a replaced worker lives on for the sessions in its
	 * memory, while new visitors get the new version. 0 ends the sessions with the
	 * worker. Only with cluster.balancing=sticky and cluster.shared-state=none, and if
	 * there is memory for both generations.
	 */
	public record Reload(@DefaultValue("USR1") ReloadSignal signal, @DefaultValue("1") Surge surge,
			@Nullable Duration bootTimeout, @DefaultValue("5s") Duration bakeTime, @Nullable Duration drainTimeout,
			@DefaultValue("30m") Duration deadline, @DefaultValue("0s") Duration sessionPatience) {

	}

	/**
	 * What a draining worker does with its connections.
	 *
	 * @param migrate Whether connections go to other workers between two requests,
	 * instead of being closed: HTTP/1.1 in plain text, unless workers share the listening
	 * socket.
	 */
	public record Drain(@DefaultValue("true") boolean migrate) {

	}

	/**
	 * Settings of each worker.
	 *
	 * @param jvmArgs JVM options for workers, separated by spaces, added after those the
	 * application was started with. '{slot}' and '{slot+5005}' stand for the worker's
	 * slot and a number counted from it; an exclamation mark and a pattern, such as
	 * '!-javaagent:*jmx*', drop options the application was started with. Quote an option
	 * that contains a space.
	 * @param env Environment variables for workers, on top of the primary's.
	 * @param envFile File with more environment variables for workers, one NAME=value per
	 * line, read again by each reload. Variables set in cluster.worker.env win.
	 * @param bootTimeout How long a worker may take from spawn to ready before it is
	 * killed.
	 * @param drainTimeout How long a draining worker may take to finish its work before
	 * its remaining connections are cut.
	 * @param hangTimeout How long a worker may complete no request while requests wait in
	 * it, or give no sign of life, before its threads are dumped and it is replaced. A
	 * single long request is not a hang; two that compute for this long without reading
	 * or writing are. 0 turns this off.
	 * @param classArchive Whether to train an archive of the application's classes in the
	 * background, so that workers start faster: an AOT cache on JDK 25 or later, AppCDS
	 * on older JDKs.
	 * @param maxInFlight Number of requests of a port that a worker executes at a time.
	 * New connections wait in the primary while all workers execute that many, for
	 * cluster.pending.timeout at most, and are then answered with 503 and Retry-After. No
	 * bound by default, but the threads of Tomcat's.
	 * @param maxMemory Memory, such as '500MB', above which a worker is recycled
	 * (replaced while it still serves): its resident memory, or its heap after garbage
	 * collection, on five consecutive heartbeats (one per second). No limit by default.
	 * @param maxRequests Number of requests after which a worker is recycled, give or
	 * take up to a tenth for each worker. No limit by default.
	 * @param maxAge How long a worker may serve before it is recycled, give or take up to
	 * a tenth for each worker. No limit by default.
	 * @param minLifetime Minimum time a worker serves before any limit recycles it, so
	 * that a limit set too low does not replace workers all the time.
	 * @param weights Weights of slots for the balancing policy 'weighted': a slot with
	 * weight 3 gets three times the connections of one with weight 1, the default.
	 */
	public record Worker(@DefaultValue("") JvmWords jvmArgs, @DefaultValue Map<String, String> env,
			@Nullable Path envFile, @DefaultValue("2m") Duration bootTimeout,
			@DefaultValue("30s") Duration drainTimeout, @DefaultValue("2m") Duration hangTimeout,
			@DefaultValue("auto") ClassArchiving classArchive, @Nullable Integer maxInFlight,
			@Nullable DataSize maxMemory, @Nullable Long maxRequests, @Nullable Duration maxAge,
			@DefaultValue("1m") Duration minLifetime, @DefaultValue Map<Integer, Integer> weights) {

	}

	/**
	 * What a worker does before its first connection.
	 *
	 * @param paths Paths that a worker requests from itself before it is ready, such as
	 * '/,/products'.
	 * @param rounds How many times a worker requests each path.
	 */
	public record Warmup(@DefaultValue List<String> paths, @DefaultValue("20") int rounds) {

	}

	/**
	 * Automatic reloads when files change, for development.
	 *
	 * @param enabled Whether to reload when the application's files change. For
	 * development.
	 * @param paths Files and directories to watch. By default the application's jar, or
	 * the directories on its class path such as target/classes.
	 * @param ignore Files whose changes are ignored, as glob patterns for the whole path
	 * or the file name alone.
	 * @param debounce How long files must stay unchanged before the reload begins.
	 */
	public record Watch(@DefaultValue("false") boolean enabled, @DefaultValue List<Path> paths, @DefaultValue( {
			"**/*.log", "**/.git/**", "**/*~", "**/*.swp", "**/.#*", "**/*.tmp" }) List<String> ignore,
			@DefaultValue("1s") Duration debounce){

	}

}
