// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.redis;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;

import dev.bootcluster.SharedStateInfo;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.context.SmartLifecycle;
import org.springframework.data.redis.connection.RedisConnectionFactory;

/**
 * Watches every Redis that sessions and caches use, with one {@link RedisHealth} for each
 * connection factory, and sums up their state.
 */
public final class RedisWatch implements SmartLifecycle, Supplier<@Nullable SharedStateInfo> {

	private static final Log logger = LogFactory.getLog(RedisWatch.class);

	/**
	 * How long a start waits for the first answers. A worker starts even without them.
	 */
	private static final Duration FIRST_ANSWER = Duration.ofSeconds(2);

	/**
	 * How long after its start a worker that could serve waits for each Redis to say
	 * anything. Without it, requests with sessions would get 503.
	 */
	static final Duration PATIENCE = Duration.ofSeconds(5);

	private final List<RedisProbe> probes = new CopyOnWriteArrayList<>();

	private final LongSupplier nanos;

	private volatile boolean running;

	private volatile long started;

	/**
	 * Create a watch that has nothing to watch yet.
	 */
	public RedisWatch() {
		this(System::nanoTime);
	}

	RedisWatch(LongSupplier nanos) {
		this.nanos = nanos;
	}

	/**
	 * Watch a Redis, from the application's start, or at once if that is past.
	 * @param redis the connections
	 * @param use what it is used for; a Redis may have several uses
	 * @return its state
	 */
	public RedisHealth of(RedisConnectionFactory redis, RedisUse use) {
		RedisProbe probe;
		Future<?> first = null;
		synchronized (this) {
			probe = probe(redis);
			if (probe == null) {
				probe = new RedisProbe(redis);
				probe.health().addUse(use);
				this.probes.add(probe);
				first = this.running ? probe.start() : null;
			}
			probe.health().addUse(use);
		}
		if (first != null) {
			await(List.of(first));
		}
		return probe.health();
	}

	private @Nullable RedisProbe probe(RedisConnectionFactory redis) {
		return this.probes.stream().filter((probe) -> probe.redis() == redis).findFirst().orElse(null);
	}

	/**
	 * After the connection factories and before the web server.
	 */
	@Override
	public int getPhase() {
		return 1;
	}

	@Override
	public void start() {
		List<Future<?>> first;
		synchronized (this) {
			this.started = this.nanos.getAsLong();
			this.running = true;
			first = this.probes.stream().<Future<?>>map(RedisProbe::start).toList();
		}
		await(first);
	}

	private static void await(List<Future<?>> answers) {
		long end = System.nanoTime() + FIRST_ANSWER.toNanos();
		try {
			for (Future<?> answer : answers) {
				answer.get(end - System.nanoTime(), TimeUnit.NANOSECONDS);
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		catch (ExecutionException | TimeoutException ex) {
			logger.debug("Redis has not answered yet; starting without it", ex);
		}
	}

	/**
	 * Whether it is known of each Redis if it serves, or there was enough time to find
	 * out.
	 * @return {@code false} while a start should wait
	 */
	public boolean isSettled() {
		return !this.running || this.nanos.getAsLong() - this.started >= PATIENCE.toNanos()
				|| this.probes.stream().allMatch((probe) -> probe.health().isSettled());
	}

	@Override
	public synchronized void stop() {
		this.running = false;
		this.probes.forEach(RedisProbe::stop);
	}

	@Override
	public boolean isRunning() {
		return this.running;
	}

	/**
	 * The state of all of them.
	 * @return down if any of them is; {@code null} if none is used
	 */
	@Override
	public @Nullable SharedStateInfo get() {
		List<RedisHealth> all = this.probes.stream().map(RedisProbe::health).toList();
		if (all.size() < 2) {
			return all.isEmpty() ? null : all.get(0).info();
		}
		List<SharedStateInfo> troubles = all.stream()
			.filter(RedisWatch::isDown)
			.sorted(Comparator.comparing((redis) -> redis.allUses(RedisUse::name)))
			.map(RedisWatch::named)
			.toList();
		return troubles.isEmpty() ? up(all) : down(troubles);
	}

	private static boolean isDown(RedisHealth redis) {
		return redis.info().status() == SharedStateInfo.Status.DOWN;
	}

	private static SharedStateInfo named(RedisHealth redis) {
		SharedStateInfo info = redis.info();
		return new SharedStateInfo(info.status(), info.since(), redis.allUses(RedisUse::name) + ": " + info.reason());
	}

	private static SharedStateInfo up(List<RedisHealth> all) {
		Instant since = all.stream().map((redis) -> redis.info().since()).max(Comparator.naturalOrder()).orElseThrow();
		return new SharedStateInfo(SharedStateInfo.Status.UP, since, "");
	}

	private static SharedStateInfo down(List<SharedStateInfo> troubles) {
		Instant since = troubles.stream().map(SharedStateInfo::since).min(Comparator.naturalOrder()).orElseThrow();
		return new SharedStateInfo(SharedStateInfo.Status.DOWN, since,
				troubles.stream().map(SharedStateInfo::reason).collect(Collectors.joining("; ")));
	}

}
