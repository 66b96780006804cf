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

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;

/**
 * Asks one Redis all the time whether it serves, one probe after the other on a thread of
 * its own, so that no request has to find out. It also opens the connection, before the
 * first request comes.
 */
final class RedisProbe {

	private static final Log logger = LogFactory.getLog(RedisProbe.class);

	private static final Duration PAUSE = Duration.ofMillis(500);

	private final RedisConnectionFactory redis;

	private final RedisHealth health = new RedisHealth();

	private volatile @Nullable ScheduledThreadPoolExecutor thread;

	/**
	 * Create a probe that is yet to start.
	 * @param redis the connections to it
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
	 * Begin to ask.
	 * @return completes when the first question was answered or has failed
	 */
	Future<?> start() {
		CustomizableThreadFactory threads = new CustomizableThreadFactory("cluster-redis-watch-");
		threads.setDaemon(true);
		// Whoever fails when all ends needs nobody to look into it.
		ScheduledThreadPoolExecutor thread = new ScheduledThreadPoolExecutor(1, threads, new DiscardPolicy());
		this.thread = thread;
		this.health.opening();
		Future<?> first = thread.submit(this::probe);
		thread.scheduleWithFixedDelay(this::probe, PAUSE.toMillis(), PAUSE.toMillis(), TimeUnit.MILLISECONDS);
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
	 * Look at once whether an outage is one: a single command may have had bad luck on a
	 * busy machine.
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

	private void probe() {
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
	 * Whatever a probe meets is trouble: it sends only what those who use Redis need.
	 */
	private void failed(RuntimeException failure, Duration took) {
		if (this.thread == null || Thread.currentThread().isInterrupted()) {
			logger.debug("Redis could not be asked", failure);
			return;
		}
		RedisTrouble trouble = RedisTrouble.ofProbe(failure);
		this.health.failed(trouble, took);
		if (trouble.kind() == RedisTrouble.Kind.DEMOTED) {
			reconnect();
		}
	}

	/**
	 * Ask as little as there is to ask, and in an outage what everyone needs who uses
	 * this Redis.
	 * @return how long the slowest of it took
	 */
	private Duration ask() {
		try (RedisConnection connection = this.redis.getConnection()) {
			if (this.health.isServing()) {
				return time(connection, RedisConnection::ping);
			}
			return this.health.uses()
				.stream()
				.map((use) -> time(connection, use.probe()))
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
	 * A server that became a replica says so for as long as the connection lives. A new
	 * one asks the sentinels, or the name service, who is the primary now.
	 */
	private void reconnect() {
		if (this.redis instanceof LettuceConnectionFactory lettuce) {
			lettuce.resetConnection();
		}
	}

}
