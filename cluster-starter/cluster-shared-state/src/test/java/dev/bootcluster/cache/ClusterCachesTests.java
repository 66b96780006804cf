// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.cache;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.cache.Cache.ValueRetrievalException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link ClusterCaches}: several workers in one JVM, on a real Redis.
 */
class ClusterCachesTests extends OnRedis {

	private static final String CACHE = "values";

	private final ExecutorService threads = Executors.newCachedThreadPool();

	private final AtomicInteger computations = new AtomicInteger();

	@AfterEach
	void stopThreads() {
		this.threads.shutdownNow();
	}

	@Test
	void valueOfOneWorkerIsReadByAll() {
		assertThat(worker().get(CACHE, "key", () -> "value")).isEqualTo("value");
		assertThat(worker().get(CACHE, "key", this::compute)).isEqualTo("value");
		assertThat(worker().cache(CACHE).get("key").get()).isEqualTo("value");
		assertThat(this.computations).hasValue(0);
	}

	@Test
	void thousandCallersOfFourWorkersComputeOnce() throws Exception {
		List<TestWorker> four = List.of(worker(), worker(), worker(), worker());
		CountDownLatch asking = new CountDownLatch(1000);
		List<Future<String>> answers = new ArrayList<>();
		for (int i = 0; i < 1000; i++) {
			TestWorker worker = four.get(i % 4);
			answers.add(this.threads.submit(() -> {
				asking.countDown();
				return worker.get(CACHE, "key", () -> {
					asking.await();
					return compute();
				});
			}));
		}
		String value = answers.get(0).get();
		for (Future<String> answer : answers) {
			assertThat(answer.get()).isEqualTo(value);
		}
		assertThat(this.computations).hasValue(1);
	}

	@Test
	void differentKeysAreComputedAtTheSameTime() throws Exception {
		TestWorker worker = worker();
		CountDownLatch both = new CountDownLatch(2);
		Callable<String> together = () -> {
			both.countDown();
			both.await();
			return "value";
		};
		Future<String> one = this.threads.submit(() -> worker.get(CACHE, "one", together));
		Future<String> other = this.threads.submit(() -> worker.get(CACHE, "other", together));
		assertThat(one.get()).isEqualTo(other.get());
	}

	@Test
	void exceptionOfALoaderReachesTheCallerAndIsNotCached() {
		TestWorker worker = worker();
		IOException problem = new IOException("no value");
		assertThatExceptionOfType(ValueRetrievalException.class).isThrownBy(() -> worker.get(CACHE, "key", () -> {
			throw problem;
		})).withCause(problem);
		assertThat(worker.get(CACHE, "key", () -> "value")).isEqualTo("value");
	}

	@Test
	void nullIsCachedAsTheConfigurationSays() {
		TestWorker worker = worker();
		assertThat(worker.<String>get(CACHE, "key", () -> null)).isNull();
		assertThat(worker.get(CACHE, "key", this::compute)).isNull();
		TestWorker strict = add(new TestWorker(redis, new CacheProperties(),
				(configuration) -> configuration.disableCachingNullValues()));
		assertThatIllegalArgumentException().isThrownBy(() -> strict.get("strict", "key", () -> null));
	}

	@Test
	void valueThatIsEvictedWhileItIsComputedIsNotStored() throws Exception {
		TestWorker computing = worker();
		TestWorker evicting = worker();
		CountDownLatch begun = new CountDownLatch(1);
		CountDownLatch evicted = new CountDownLatch(1);
		Future<String> old = this.threads.submit(() -> computing.get(CACHE, "key", () -> {
			begun.countDown();
			evicted.await();
			return "old";
		}));
		begun.await();
		evicting.cache(CACHE).evict("key");
		Future<String> later = this.threads.submit(() -> computing.get(CACHE, "key", this::compute));
		assertThat(evicting.get(CACHE, "key", () -> "new")).isEqualTo("new");
		evicted.countDown();
		assertThat(old.get()).isEqualTo("old");
		assertThat(later.get()).isEqualTo("new");
		assertThat(evicting.cache(CACHE).get("key").get()).isEqualTo("new");
		assertThat(this.computations).hasValue(0);
	}

	@Test
	void loaderThatNeedsItsOwnValueDoesNotWaitForItself() {
		TestWorker worker = worker();
		assertThat(worker.get(CACHE, "key", () -> "outer " + worker.get(CACHE, "key", () -> "inner")))
			.isEqualTo("outer inner");
	}

	@Test
	void putIfAbsentEvictAndClearMeanWhatTheyMean() {
		TestWorker worker = worker();
		TestWorker other = worker();
		assertThat(worker.cache(CACHE).putIfAbsent("key", "first")).isNull();
		assertThat(other.cache(CACHE).putIfAbsent("key", "second").get()).isEqualTo("first");
		assertThat(other.cache(CACHE).evictIfPresent("key")).isTrue();
		assertThat(other.cache(CACHE).evictIfPresent("key")).isFalse();
		worker.cache(CACHE).put("key", "third");
		worker.cache("other").put("key", "stays");
		assertThat(other.cache(CACHE).invalidate()).isTrue();
		assertThat(worker.cache(CACHE).get("key")).isNull();
		assertThat(worker.cache("other").get("key").get()).isEqualTo("stays");
	}

	@Test
	void futuresAreCachedToo() throws Exception {
		TestWorker worker = worker();
		assertThat(worker.cache(CACHE).retrieve("key", () -> CompletableFuture.completedFuture("value")).get())
			.isEqualTo("value");
		assertThat(worker().cache(CACHE).retrieve("key").get()).isNotNull();
	}

	private String compute() {
		this.computations.incrementAndGet();
		return UUID.randomUUID().toString();
	}

	private TestWorker worker() {
		return add(new TestWorker(redis, new CacheProperties()));
	}

	private TestWorker add(TestWorker worker) {
		this.workers.add(worker);
		return worker;
	}

}
