// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.cache;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import dev.bootcluster.test.Await;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@code cluster.cache.near=true}: workers that keep what they read, on a real
 * Redis.
 */
class NearCachesTests extends OnRedis {

	private static final String CACHE = "values";

	@Test
	void valueThatWasReadIsKept() {
		TestWorker worker = worker();
		worker.cache(CACHE).put("key", "value");
		assertThat(value(worker)).isEqualTo("value");
		long gets = redis.executed("get");
		assertThat(value(worker)).isEqualTo("value");
		assertThat(worker.get(CACHE, "key", () -> "another")).isEqualTo("value");
		assertThat(redis.executed("get")).isEqualTo(gets);
		assertThat(worker.redisCache(CACHE).getStatistics().getHits()).isEqualTo(3);
	}

	@Test
	void everyReaderGetsAValueOfItsOwn() {
		TestWorker worker = worker();
		worker.cache(CACHE).put("key", new ArrayList<>(List.of("one")));
		List<String> mine = worker.cache(CACHE).get("key", List.class);
		mine.add("two");
		assertThat(worker.cache(CACHE).get("key", List.class)).isEqualTo(List.of("one"));
	}

	@Test
	void workerSeesItsOwnChangesAtOnce() {
		TestWorker worker = worker();
		for (int i = 0; i < 100; i++) {
			worker.cache(CACHE).put("key", "value " + i);
			assertThat(value(worker)).isEqualTo("value " + i);
		}
		worker.cache(CACHE).evict("key");
		assertThat(value(worker)).isNull();
	}

	@Test
	void workersSeeWhatAnotherEvictsReplacesAndClears() {
		TestWorker changing = worker();
		TestWorker reading = worker();
		changing.cache(CACHE).put("key", "first");
		assertThat(value(reading)).isEqualTo("first");
		changing.cache(CACHE).put("key", "second");
		Await.until("the second value", () -> "second".equals(value(reading)));
		changing.cache(CACHE).evict("key");
		Await.until("the eviction", () -> value(reading) == null);
		changing.cache(CACHE).put("key", "third");
		changing.cache("other").put("key", "stays");
		Await.until("the third value", () -> "third".equals(value(reading)));
		changing.cache(CACHE).clear();
		Await.until("the clearance", () -> value(reading) == null);
		assertThat(reading.cache("other").get("key").get()).isEqualTo("stays");
	}

	@Test
	void valueIsKeptNoLongerThanInRedis() {
		TestWorker worker = worker();
		worker.cache(CACHE).put("key", "value");
		redis.ask((connection) -> connection.keyCommands().pExpire(TestRedis.bytes(CACHE + "::key"), 200));
		assertThat(value(worker)).isEqualTo("value");
		Await.until("the end of the value", () -> value(worker) == null);
	}

	@Test
	void lostSubscriptionForgetsEverything() {
		TestWorker reading = worker();
		for (int i = 0; i < 5; i++) {
			reading.cache(CACHE).put("key", "old");
			assertThat(value(reading)).isEqualTo("old");
			redis.killSubscriptions();
			// A change that no worker hears of.
			redis.ask((connection) -> connection.keyCommands().del(TestRedis.bytes(CACHE + "::key")));
			Await.until("the end of the old value", () -> value(reading) == null);
		}
	}

	@Test
	void unknownMessageForgetsEverything() {
		TestWorker reading = worker();
		reading.cache(CACHE).put("key", "old");
		assertThat(value(reading)).isEqualTo("old");
		redis.ask((connection) -> connection.keyCommands().del(TestRedis.bytes(CACHE + "::key")));
		assertThat(value(reading)).isEqualTo("old");
		redis.ask((connection) -> connection.publish(TestRedis.bytes("cluster:cache:invalidations"),
				new byte[] { 99, 1, 2, 3 }));
		Await.until("the end of the old value", () -> value(reading) == null);
	}

	@Test
	void valueWhoseTimeBeginsAnewWithEachReadIsReadInRedis() {
		TestWorker worker = add(new TestWorker(redis, TestWorker.near(),
				(configuration) -> configuration.entryTtl(Duration.ofMinutes(1)).enableTimeToIdle()));
		worker.cache(CACHE).put("key", "value");
		value(worker);
		redis.ask((connection) -> connection.keyCommands().pExpire(TestRedis.bytes(CACHE + "::key"), 5000));
		value(worker);
		Long left = redis.ask((connection) -> connection.keyCommands().pTtl(TestRedis.bytes(CACHE + "::key")));
		assertThat(left).isGreaterThan(50_000);
	}

	private static Object value(TestWorker worker) {
		return worker.cache(CACHE).get("key", Object.class);
	}

	private TestWorker worker() {
		return add(new TestWorker(redis, TestWorker.near()));
	}

	/**
	 * Wait until the worker keeps what it reads.
	 */
	private TestWorker add(TestWorker worker) {
		this.workers.add(worker);
		worker.awaitNear();
		return worker;
	}

}
