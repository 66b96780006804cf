// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.redis;

import java.time.Duration;
import java.util.Comparator;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor.DiscardPolicy;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;

/**
 * Probes one Redis, one probe after the other on its own thread, so that no request has
 * to find out whether it serves. It also opens the connection before the first request
 * arrives.
 */
final class RedisProbe {

	private static final Log logger = LogFactory.getLog(RedisProbe.class);

	private final RedisConnectionFactory redis;

	private final RedisHealth health = new RedisHealth();

	private final ProbeRhythm rhythm = new ProbeRhythm(System::nanoTime);

	private volatile @Nullable ScheduledThreadPoolExecutor thread;

	/**
	 * Create a probe without starting it.
	 * @param redis the connections
	 */
	RedisProbe(RedisConnectionFactory redis) {
		this.redis = redis;
		this.health.setAlarm(this::lookInto);
	}

	RedisConnectionFactory redis() {
		return this.redis;
	}

	RedisHealth health() {
		return this.health;
	}

	/**
	 * Start probing.
	 * @return completes when the first probe has been answered or has failed
	 */
	Future<?> start() {
		CustomizableThreadFactory threads = new CustomizableThreadFactory("cluster-redis-watch-");
		threads.setDaemon(true);
		// After shutdown, reported trouble is not looked into.
		ScheduledThreadPoolExecutor thread = new ScheduledThreadPoolExecutor(1, threads, new DiscardPolicy());
		this.thread = thread;
		this.health.opening();
		Future<?> first = thread.submit(this::probe);
		thread.scheduleWithFixedDelay(this::look, ProbeRhythm.PAUSE.toMillis(), ProbeRhythm.PAUSE.toMillis(),
				TimeUnit.MILLISECONDS);
		return first;
	}

	void stop() {
		ScheduledThreadPoolExecutor thread = this.thread;
		this.thread = null;
		if (thread != null) {
			thread.shutdownNow();
		}
	}

	/**
	 * Probe at once to see whether it is an outage: on a busy machine a single command
	 * may simply be unlucky.
	 */
	private void lookInto(RedisTrouble trouble, boolean begins) {
		Executor thread = this.thread;
		if (thread != null) {
			thread.execute(() -> {
				this.health.tell((listener) -> listener.redisFails(trouble));
				if (begins) {
					probe();
				}
			});
		}
	}

	private void look() {
		boolean used = this.health.takeUsed();
		if (this.rhythm.isDue(used || !this.health.isServing())) {
			probe();
		}
	}

	private void probe() {
		this.rhythm.probing();
		long start = System.nanoTime();
		try {
			this.health.answered(ask());
		}
		catch (RuntimeException ex) {
			failed(ex, Duration.ofNanos(System.nanoTime() - start));
			return;
		}
		this.health.tell(RedisHealth.Listener::redisAnswers);
	}

	/**
	 * Every failure of a probe is trouble: it only sends commands that the uses of this
	 * Redis need.
	 */
	private void failed(RuntimeException failure, Duration took) {
		if (this.thread == null || Thread.currentThread().isInterrupted()) {
			logger.debug("Probe of Redis failed during shutdown", failure);
			return;
		}
		RedisTrouble trouble = RedisTrouble.ofProbe(failure);
		this.health.failed(trouble, took);
		if (trouble.kind() == RedisTrouble.Kind.DEMOTED) {
			reconnect();
		}
	}

	/**
	 * Send a ping or what serves as one, and during an outage the probe of each use of
	 * this Redis.
	 * @return how long the slowest of them took
	 */
	private Duration ask() {
		try (RedisConnection connection = this.redis.getConnection()) {
			Stream<Consumer<RedisConnection>> probes = this.health.isServing() ? Stream.empty()
					: this.health.uses().stream().map(RedisUse::probe);
			return Stream.concat(probes, Stream.of(this.health.ping()))
				.map((question) -> time(connection, question))
				.max(Comparator.naturalOrder())
				.orElse(Duration.ZERO);
		}
	}

	private static Duration time(RedisConnection connection, Consumer<RedisConnection> question) {
		long start = System.nanoTime();
		question.accept(connection);
		return Duration.ofNanos(System.nanoTime() - start);
	}

	/**
	 * A connection to a server that became a replica stays with it. A new one asks the
	 * sentinels or the name service for the current primary.
	 */
	private void reconnect() {
		if (this.redis instanceof LettuceConnectionFactory lettuce) {
			lettuce.resetConnection();
		}
	}

}
