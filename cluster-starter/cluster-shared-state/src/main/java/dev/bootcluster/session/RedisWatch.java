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

package dev.bootcluster.session;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.context.SmartLifecycle;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/**
 * Asks Redis all the time whether it serves, one probe after the other, so that no
 * request has to find out. It also opens the connection, before the first request comes.
 */
public final class RedisWatch implements SmartLifecycle {

	private static final Log logger = LogFactory.getLog(RedisWatch.class);

	private static final Duration PAUSE = Duration.ofMillis(500);

	/**
	 * How long a start waits for the first answer. A worker also starts without.
	 */
	private static final Duration FIRST_ANSWER = Duration.ofSeconds(2);

	private static final long KEY_MILLIS = Duration.ofMinutes(1).toMillis();

	private static final byte[] FIELD = { 'p' };

	private final RedisConnectionFactory redis;

	private final RedisAvailability availability;

	private final Set<Listener> listeners = new CopyOnWriteArraySet<>();

	private final byte[] key;

	private volatile @Nullable ScheduledExecutorService probes;

	/**
	 * Create a watch that is yet to start.
	 * @param redis where the sessions are
	 * @param namespace what the keys of sessions begin with: one more is written, to see
	 * whether writing succeeds again
	 * @param availability who is told
	 */
	public RedisWatch(RedisConnectionFactory redis, String namespace, RedisAvailability availability) {
		this.redis = redis;
		this.key = (namespace + ":cluster-probe").getBytes(StandardCharsets.UTF_8);
		this.availability = availability;
	}

	/**
	 * Tell the outcome of each probe, on the thread that sends them.
	 */
	void addListener(Listener listener) {
		this.listeners.add(listener);
	}

	/**
	 * After the connection factory and before the web server.
	 */
	@Override
	public int getPhase() {
		return 1;
	}

	@Override
	public void start() {
		ScheduledExecutorService probes = Executors.newSingleThreadScheduledExecutor((task) -> {
			Thread thread = new Thread(task, "cluster-redis-watch");
			thread.setDaemon(true);
			return thread;
		});
		this.probes = probes;
		await(probes.submit(this::probe));
		probes.scheduleWithFixedDelay(this::probe, PAUSE.toMillis(), PAUSE.toMillis(), TimeUnit.MILLISECONDS);
	}

	private static void await(Future<?> first) {
		try {
			first.get(FIRST_ANSWER.toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		catch (ExecutionException | TimeoutException ex) {
			logger.debug("Redis is not there yet", ex);
		}
	}

	@Override
	public void stop() {
		ScheduledExecutorService probes = this.probes;
		if (probes != null) {
			probes.shutdownNow();
		}
		this.probes = null;
	}

	@Override
	public boolean isRunning() {
		return this.probes != null;
	}

	private void probe() {
		long start = System.nanoTime();
		try {
			this.availability.answered(ask());
			if (this.availability.isAvailable()) {
				this.listeners.forEach(Listener::redisServes);
			}
		}
		catch (RuntimeException ex) {
			RedisTrouble trouble = RedisTrouble.of(ex);
			if (trouble != null && isRunning()) {
				reconnect(trouble);
				this.availability.failed(trouble, Duration.ofNanos(System.nanoTime() - start));
				this.listeners.forEach(Listener::redisFailed);
			}
			else {
				logger.debug("Redis could not be asked", ex);
			}
		}
	}

	/**
	 * Ask as little as there is to ask, and in an outage what a session needs: a server
	 * that is full or a replica answers pings.
	 * @return how long the slowest command took
	 */
	private Duration ask() {
		try (RedisConnection connection = this.redis.getConnection()) {
			long start = System.nanoTime();
			if (this.availability.isAvailable()) {
				connection.ping();
				return Duration.ofNanos(System.nanoTime() - start);
			}
			connection.hashCommands().hMSet(this.key, Map.of(FIELD, FIELD));
			Duration took = Duration.ofNanos(System.nanoTime() - start);
			connection.keyCommands().pExpire(this.key, KEY_MILLIS);
			return took;
		}
	}

	/**
	 * A server that became a replica says so for as long as the connection lives. A new
	 * one asks the sentinels, or the name service, who is the primary now.
	 */
	private void reconnect(RedisTrouble trouble) {
		if (trouble.kind() == RedisTrouble.Kind.DEMOTED && this.redis instanceof LettuceConnectionFactory lettuce) {
			lettuce.resetConnection();
		}
	}

	/**
	 * Wants to know what probes find.
	 */
	interface Listener {

		/**
		 * Redis answered, and is not in trouble.
		 */
		void redisServes();

		/**
		 * Redis did not answer as it should.
		 */
		void redisFailed();

	}

}
