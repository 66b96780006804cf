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
 * Makes Spring's Redis caches caches of a cluster: a missing value is computed once in
 * the cluster, Redis's troubles do not reach callers, values that another generation
 * wrote do no harm, and with {@code cluster.cache.near=true} each worker keeps what it
 * reads. Spring's {@code RedisCacheManager} stays what it is; it only writes and reads
 * through us. Can be used by any thread.
 */
public final class ClusterCaches implements Lifecycle, AutoCloseable {

	private static final Log logger = LogFactory.getLog(ClusterCaches.class);

	/**
	 * Others wait at most this long for a worker that was killed while it computed.
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
	 * Create the caches of a cluster, whether Redis is there or not.
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
		this.writer = new SingleFlightCacheWriter(new ReadableCacheWriter(resilient, this.values), flights);
		health.addListener(new Listening());
	}

	/**
	 * Two threads, so that leases of locks are extended while one waits for Redis.
	 */
	private static ScheduledExecutorService scheduler() {
		CustomizableThreadFactory threads = new CustomizableThreadFactory("cluster-cache-");
		threads.setDaemon(true);
		ScheduledThreadPoolExecutor scheduler = new ScheduledThreadPoolExecutor(2, threads);
		scheduler.setRemoveOnCancelPolicy(true);
		// Whoever still computes when the application ends needs no lease.
		scheduler.setRejectedExecutionHandler(new DiscardPolicy());
		return scheduler;
	}

	/**
	 * Writes at once, so that the next request finds the value on whichever worker it
	 * lands.
	 */
	private static RedisCacheWriter springs(RedisConnectionFactory redis) {
		BatchStrategy scan = BatchStrategies.scan(SCAN_BATCH);
		// A Redis cluster cannot be scanned as a whole.
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
	 * Let the caches of a builder, which is configured otherwise, do without values that
	 * they cannot read.
	 * @param builder the builder
	 */
	public void readWhatCanBeRead(RedisCacheManagerBuilder builder) {
		this.values.configure(builder);
	}

	/**
	 * If this worker keeps what it reads, which it does while it hears of changes.
	 */
	boolean isNear() {
		return this.near != null && this.near.isListening();
	}

	/**
	 * If Redis is not asked because that would be in vain.
	 */
	boolean isBlocked() {
		return this.guard.isBlocked();
	}

	/**
	 * Do what was left undone, and listen.
	 */
	private void catchUp() {
		try {
			if (!this.pending.isEmpty()) {
				this.guard.run(() -> this.pending.repeat(this.kept));
			}
			if (this.invalidations != null) {
				beat(this.invalidations);
			}
		}
		finally {
			this.catchingUp.set(false);
		}
	}

	/**
	 * A beat that fails says nothing about commands; unheard, it does what it is for.
	 */
	private static void beat(Invalidations invalidations) {
		try {
			invalidations.beat();
		}
		catch (RuntimeException ex) {
			logger.debug("Subscription to changes of other workers fails", ex);
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
	 * Keep again what is read, after a stop.
	 */
	@Override
	public void start() {
		if (this.invalidations != null) {
			this.invalidations.open();
		}
		this.running = true;
	}

	/**
	 * Keep nothing and listen to nobody any more, while there are connections yet.
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
	 * Hears of Redis, and keeps the thread that tells it for no command.
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
		 * What Redis refuses keeps nobody from hearing of changes.
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
