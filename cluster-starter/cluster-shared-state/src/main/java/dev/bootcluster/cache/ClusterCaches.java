// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.cache;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor.DiscardPolicy;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

import dev.bootcluster.redis.RedisHealth;
import dev.bootcluster.redis.RedisTrouble;
import dev.bootcluster.redis.RedisUse;
import dev.bootcluster.redis.RedisWatch;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.context.Lifecycle;
import org.springframework.data.redis.cache.BatchStrategies;
import org.springframework.data.redis.cache.BatchStrategy;
import org.springframework.data.redis.cache.RedisCacheManager.RedisCacheManagerBuilder;
import org.springframework.data.redis.cache.RedisCacheWriter;
import org.springframework.data.redis.connection.RedisClusterConnection;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;

/**
 * Makes Spring's Redis caches fit for a cluster: a missing value is computed once in the
 * cluster, failures of Redis do not reach callers, values that another generation wrote
 * or that cannot be stored do no harm, and with {@code cluster.cache.near=true} each
 * worker keeps what it reads. Spring's {@code RedisCacheManager} is unchanged, but reads
 * and writes through {@link #writer()}. Safe for use by any thread.
 */
public final class ClusterCaches implements Lifecycle, AutoCloseable {

	private static final Log logger = LogFactory.getLog(ClusterCaches.class);

	/**
	 * Other workers wait at most this long for one that was killed while computing.
	 */
	private static final Duration LEASE = Duration.ofSeconds(3);

	private static final int MAX_PENDING_EVICTIONS = 10_000;

	private static final int SCAN_BATCH = 1000;

	private static final RedisUse USE = RedisUse.ofValues("caches", "caches compute their values",
			"cluster:cache:probe");

	private final ScheduledExecutorService scheduler;

	private final RedisConnectionFactory redis;

	private final CacheGuard guard;

	private final PendingEvictions pending = new PendingEvictions(MAX_PENDING_EVICTIONS);

	private final RedisCacheWriter kept;

	private final AtomicBoolean catchingUp = new AtomicBoolean();

	private final ValueReader values = new ValueReader();

	private final @Nullable NearLayer near;

	private final @Nullable Invalidations invalidations;

	private final RedisCacheWriter writer;

	private volatile boolean running = true;

	/**
	 * Create the caches of a cluster. Redis need not be reachable.
	 * @param redis the connections, which the caches do not close
	 * @param properties the settings
	 * @param watch knows whether Redis serves
	 */
	public ClusterCaches(RedisConnectionFactory redis, CacheProperties properties, RedisWatch watch) {
		this.redis = redis;
		this.scheduler = scheduler();
		RedisHealth health = watch.of(redis, USE);
		this.guard = new CacheGuard(health);
		NearLayer near = properties.isNear() ? new NearLayer(properties) : null;
		Invalidations invalidations = (near != null) ? new Invalidations(redis, near) : null;
		this.near = near;
		this.invalidations = invalidations;
		RedisCacheWriter shared = springs(redis);
		this.kept = (near != null && invalidations != null)
				? new NearCacheWriter(shared, near, invalidations, this::timeToLive) : shared;
		RedisCacheWriter resilient = new ResilientCacheWriter(this.kept, this.guard, this.pending);
		ComputationLocks locks = new RedisLocks(redis, this.guard, this.scheduler, LEASE);
		SingleFlight flights = new SingleFlight(locks, properties.getWaitTimeout(), LockSupport::parkNanos);
		RedisCacheWriter readable = new ReadableCacheWriter(resilient, this.values);
		this.writer = new StorableCacheWriter(new SingleFlightCacheWriter(readable, flights), this.values);
		health.addListener(new Listening());
		if (invalidations != null) {
			health.pingWith(invalidations::beat);
		}
	}

	/**
	 * Two threads, so that leases are extended while one thread waits for Redis.
	 */
	private static ScheduledExecutorService scheduler() {
		CustomizableThreadFactory threads = new CustomizableThreadFactory("cluster-cache-");
		threads.setDaemon(true);
		ScheduledThreadPoolExecutor scheduler = new ScheduledThreadPoolExecutor(2, threads);
		scheduler.setRemoveOnCancelPolicy(true);
		// Computations still running at shutdown need no lease.
		scheduler.setRejectedExecutionHandler(new DiscardPolicy());
		return scheduler;
	}

	/**
	 * Writes immediately, so that the next request finds the value, whichever worker it
	 * reaches.
	 */
	private static RedisCacheWriter springs(RedisConnectionFactory redis) {
		BatchStrategy scan = BatchStrategies.scan(SCAN_BATCH);
		// A Redis Cluster cannot be scanned as a whole.
		BatchStrategy keys = BatchStrategies.keys();
		return RedisCacheWriter.create(redis, (writer) -> writer.immediateWrites()
			.batchStrategy((connection, name, pattern) -> ((connection instanceof RedisClusterConnection) ? keys : scan)
				.cleanCache(connection, name, pattern)));
	}

	/**
	 * The writer for a {@code RedisCacheManager}.
	 * @return the writer
	 */
	public RedisCacheWriter writer() {
		return this.writer;
	}

	/**
	 * Make the caches of a builder treat unreadable values as missing, and leave out what
	 * cannot be stored.
	 * @param builder the builder, otherwise fully configured
	 */
	public void customize(RedisCacheManagerBuilder builder) {
		this.values.configure(builder);
	}

	/**
	 * Whether this worker keeps what it reads, which it does only while it hears of
	 * changes.
	 */
	boolean isNear() {
		return this.near != null && this.near.isListening();
	}

	/**
	 * Whether no commands are sent to Redis because they would fail.
	 */
	boolean isBlocked() {
		return this.guard.isBlocked();
	}

	/**
	 * Repeat pending evictions, and keep the subscription alive.
	 */
	private void catchUp() {
		try {
			if (!this.pending.isEmpty()) {
				this.guard.run(() -> this.pending.repeat(this.kept));
			}
			if (this.invalidations != null) {
				check(this.invalidations);
			}
		}
		finally {
			this.catchingUp.set(false);
		}
	}

	/**
	 * A failed subscription says nothing about commands, and is tried again.
	 */
	private static void check(Invalidations invalidations) {
		try {
			invalidations.check();
		}
		catch (RuntimeException ex) {
			logger.debug("Could not subscribe to other workers' changes", ex);
		}
	}

	private Duration timeToLive(byte[] key) {
		try (RedisConnection connection = this.redis.getConnection()) {
			Long millis = connection.keyCommands().pTtl(key);
			if (millis == null || millis == -2) {
				return Duration.ZERO;
			}
			return (millis == -1) ? ChronoUnit.FOREVER.getDuration() : Duration.ofMillis(millis);
		}
	}

	/**
	 * Resume keeping values after a stop.
	 */
	@Override
	public void start() {
		if (this.invalidations != null) {
			this.invalidations.open();
		}
		this.running = true;
	}

	/**
	 * Stop keeping values and listening, while connections are still open.
	 */
	@Override
	public void stop() {
		this.running = false;
		if (this.invalidations != null) {
			this.invalidations.close();
		}
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	@Override
	public void close() {
		stop();
		this.scheduler.shutdownNow();
	}

	/**
	 * Reacts to the state of Redis without sending commands on the probe's thread.
	 */
	private final class Listening implements RedisHealth.Listener {

		@Override
		public void redisAnswers() {
			boolean idle = ClusterCaches.this.invalidations == null && ClusterCaches.this.pending.isEmpty();
			if (!idle && ClusterCaches.this.catchingUp.compareAndSet(false, true)) {
				ClusterCaches.this.scheduler.execute(ClusterCaches.this::catchUp);
			}
		}

		/**
		 * A Redis that refuses commands still delivers changes.
		 */
		@Override
		public void redisFails(RedisTrouble trouble) {
			Invalidations invalidations = ClusterCaches.this.invalidations;
			if (invalidations != null && trouble.kind() != RedisTrouble.Kind.REFUSING) {
				invalidations.deaf();
			}
		}

	}

}
