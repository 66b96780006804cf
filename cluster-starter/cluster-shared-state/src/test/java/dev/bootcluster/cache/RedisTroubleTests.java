// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.cache;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import dev.bootcluster.test.Await;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for caches whose Redis is down, slow or full.
 */
@ExtendWith(OutputCaptureExtension.class)
class RedisTroubleTests {

	private static final String CACHE = "values";

	private static final Duration TIMEOUT = Duration.ofSeconds(1);

	private final TestRedis redis = new TestRedis(TIMEOUT);

	private final List<TestWorker> workers = new ArrayList<>();

	@AfterEach
	void close() {
		this.workers.forEach(TestWorker::close);
		this.redis.close();
	}

	@Test
	void cachesWithoutRedisComputeAndServeAgainWhenItIsBack(CapturedOutput output) {
		TestWorker worker = worker(new CacheProperties());
		assertThat(worker.get(CACHE, "key", () -> "before")).isEqualTo("before");
		this.redis.stop();
		assertThat(worker.get(CACHE, "key", () -> "computed")).isEqualTo("computed");
		assertThat(worker.get(CACHE, "key", () -> "computed again")).isEqualTo("computed again");
		assertThat(worker.cache(CACHE).get("key")).isNull();
		worker.cache(CACHE).put("key", "lost");
		worker.cache(CACHE).evict("key");
		assertThat(worker.cache(CACHE).evictIfPresent("key")).isFalse();
		assertThat(worker.cache(CACHE).invalidate()).isFalse();
		assertThat(worker.cache(CACHE).putIfAbsent("key", "value")).isNull();
		this.redis.start();
		worker.awaitRedis();
		assertThat(worker.get(CACHE, "key", () -> "after")).isEqualTo("after");
		assertThat(worker.get(CACHE, "key", () -> "unused")).isEqualTo("after");
		assertThat(output.toString()).containsOnlyOnce("Redis is in trouble, caches compute their values: ")
			.containsOnlyOnce("Redis serves caches again");
	}

	@Test
	void workerThatStartsWithoutRedisServesWhenItIsThere() {
		this.redis.stop();
		TestWorker worker = worker(TestWorker.near());
		assertThat(worker.get(CACHE, "key", () -> "computed")).isEqualTo("computed");
		this.redis.start();
		worker.awaitNear();
		worker.awaitRedis();
		assertThat(worker.get(CACHE, "key", () -> "value")).isEqualTo("value");
		assertThat(worker.cache(CACHE).get("key").get()).isEqualTo("value");
	}

	@Test
	void silentRedisIsAskedOnceAndThenLeftAlone(CapturedOutput output) {
		TestWorker worker = worker(new CacheProperties());
		worker.cache(CACHE).put("key", "value");
		this.redis.pause(TIMEOUT.multipliedBy(3));
		assertThat(worker.cache(CACHE).get("key")).isNull();
		assertThat(worker.caches.isBlocked()).isTrue();
		for (int i = 0; i < 1000; i++) {
			String key = "key " + i;
			assertThat(worker.get(CACHE, key, () -> key)).isEqualTo(key);
		}
		worker.awaitRedis();
		assertThat(worker.cache(CACHE).get("key").get()).isEqualTo("value");
		// Otherwise each would wait for its own timeout.
		assertThat(output.toString()).containsPattern("in which \\d commands failed");
	}

	@Test
	void whatIsEvictedWhileRedisDoesNotAnswerDoesNotComeBackWithIt() {
		TestWorker worker = worker(new CacheProperties());
		for (String cache : List.of(CACHE, "cleared")) {
			worker.cache(cache).put("evicted", "old");
			worker.cache(cache).put("replaced", "old");
			worker.cache(cache).put("other", "old");
		}
		this.redis.pause(TIMEOUT.multipliedBy(2));
		worker.cache(CACHE).evict("evicted");
		worker.cache(CACHE).put("replaced", "new");
		worker.cache("cleared").clear();
		worker.awaitRedis();
		assertThat(worker.cache(CACHE).get("evicted")).isNull();
		assertThat(worker.cache(CACHE).get("replaced")).isNull();
		assertThat(worker.cache(CACHE).get("other").get()).isEqualTo("old");
		assertThat(worker.cache("cleared").get("other")).isNull();
	}

	@Test
	void fullRedisAnswersReadsAndKeepsNoOldValue() {
		TestWorker worker = worker(new CacheProperties());
		worker.cache(CACHE).put("kept", "value");
		worker.cache(CACHE).put("replaced", "old");
		this.redis.full();
		worker.cache(CACHE).put("replaced", "new");
		assertThat(worker.cache(CACHE).get("replaced")).isNull();
		assertThat(worker.get(CACHE, "missing", () -> "computed")).isEqualTo("computed");
		assertThat(worker.cache(CACHE).get("kept").get()).isEqualTo("value");
		assertThat(worker.caches.isBlocked()).isFalse();
		this.redis.roomAgain();
		worker.cache(CACHE).put("replaced", "newer");
		assertThat(worker.cache(CACHE).get("replaced").get()).isEqualTo("newer");
	}

	@Test
	void workerKeepsNothingWhileItCannotHearOfChanges() {
		TestWorker worker = worker(TestWorker.near()).awaitNear();
		worker.cache(CACHE).put("key", "old");
		assertThat(worker.cache(CACHE).get("key").get()).isEqualTo("old");
		this.redis.stop();
		Await.until("a lost connection", () -> !worker.caches.isNear());
		assertThat(worker.cache(CACHE).get("key")).isNull();
		this.redis.start();
		worker.awaitNear();
		worker.awaitRedis();
		worker.cache(CACHE).put("key", "new");
		assertThat(worker.cache(CACHE).get("key").get()).isEqualTo("new");
	}

	private TestWorker worker(CacheProperties properties) {
		TestWorker worker = new TestWorker(this.redis, properties);
		this.workers.add(worker);
		return worker;
	}

}
