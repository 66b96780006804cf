// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.cache;

import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import dev.bootcluster.test.Await;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.cache.Cache;
import org.springframework.cache.Cache.ValueRetrievalException;
import org.springframework.data.redis.cache.RedisCacheConfiguration;
import org.springframework.data.redis.cache.RedisCacheManager;
import org.springframework.data.redis.cache.RedisCacheManager.RedisCacheManagerBuilder;
import org.springframework.data.redis.cache.RedisCacheWriter;
import org.springframework.data.redis.serializer.RedisSerializationContext.SerializationPair;
import org.springframework.data.redis.serializer.RedisSerializer;
import org.springframework.data.redis.serializer.SerializationException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for values that Redis cannot have. Callers must see what they see with a cache in
 * memory that forgets at once.
 */
@ExtendWith(OutputCaptureExtension.class)
class UnstorableValueTests extends OnRedis {

	private static final String CACHE = "values";

	private final AtomicInteger computations = new AtomicInteger();

	static Stream<Object> values() {
		return Stream.of(new Plain("a"), new Point(1), new Holder(new Plain("b")), List.of(new Plain("c")),
				Map.of("key", new Point(2)), new Refusing(), new Plain[] { new Plain("d") }, (Runnable) () -> {
				});
	}

	@ParameterizedTest
	@MethodSource("values")
	void valueIsReturnedAndNotCached(Object value, CapturedOutput output) throws Exception {
		for (TestWorker worker : List.of(worker(), add(new TestWorker(redis, TestWorker.near()).awaitNear()))) {
			Cache cache = worker.cache(CACHE);
			for (int i = 0; i < 2; i++) {
				assertThat(cache.get("key", () -> value)).isSameAs(value);
				assertThat(cache.retrieve("key", () -> CompletableFuture.completedFuture(value)).get()).isSameAs(value);
				cache.put("key", value);
				assertThat(cache.putIfAbsent("key", value)).isNull();
				assertThat(cache.get("key")).isNull();
				assertThat(cache.retrieve("key").get()).isNull();
			}
			assertThat(redis.get("values::key")).isNull();
		}
		assertThat(output.toString().lines().filter((line) -> line.contains("Cache 'values' cannot keep values of")))
			.as("one for each worker")
			.hasSize(2)
			.allMatch((line) -> line.contains(value.getClass().getName()) && line.contains("java.io.Serializable")
					&& line.contains("spring.cache.type=caffeine"));
	}

	@Test
	void valueTakesThePlaceOfOneThatWasStored() throws Exception {
		Cache cache = worker().cache(CACHE);
		cache.put("key", "storable");
		assertThat(cache.putIfAbsent("key", new Plain("a")).get()).isEqualTo("storable");
		cache.put("key", new Plain("a"));
		assertThat(cache.get("key")).isNull();
		cache.put("key", "storable");
		worker().redisCache(CACHE).retrieve("other", () -> CompletableFuture.completedFuture(new Plain("a"))).get();
		assertThat(cache.get("key").get()).isEqualTo("storable");
	}

	@Test
	void storableValuesOfTheSameCacheAreCached() {
		TestWorker worker = worker();
		assertThat(worker.get(CACHE, "plain", () -> new Plain("a"))).isNotNull();
		assertThat(worker.get(CACHE, "key", () -> "second")).isEqualTo("second");
		assertThat(worker.get(CACHE, "plain", () -> new Plain("a"))).isNotNull();
		assertThat(worker().get(CACHE, "key", () -> "third")).isEqualTo("second");
	}

	@Test
	void callersWhoWaitedInTheSameWorkerShareTheValue() throws Exception {
		TestWorker worker = worker();
		ExecutorService threads = Executors.newCachedThreadPool();
		Set<Thread> asking = ConcurrentHashMap.newKeySet();
		List<Future<Plain>> answers = new ArrayList<>();
		for (int i = 0; i < 20; i++) {
			answers.add(threads.submit(() -> {
				asking.add(Thread.currentThread());
				return worker.get(CACHE, "key", () -> {
					Await.until("the others to wait",
							() -> asking.stream().filter(UnstorableValueTests::waitsForTheFlight).count() == 19);
					return new Plain("computed " + this.computations.incrementAndGet());
				});
			}));
		}
		for (Future<Plain> answer : answers) {
			assertThat(answer.get()).isSameAs(answers.get(0).get());
		}
		threads.shutdownNow();
		assertThat(this.computations).hasValue(1);
	}

	/**
	 * A thread that waits for Redis has not boarded it yet.
	 */
	private static boolean waitsForTheFlight(Thread thread) {
		return Stream.of(thread.getStackTrace())
			.anyMatch((frame) -> frame.getClassName().startsWith(SingleFlight.class.getName())
					&& frame.getMethodName().equals("await"));
	}

	/**
	 * Nested computations on one thread must not get each other's values.
	 */
	@Test
	void computationMayNeedAnother() {
		TestWorker worker = worker();
		Plain inner = new Plain("inner");
		Plain outer = new Plain("outer");
		for (int i = 0; i < 3; i++) {
			assertThat(worker.get(CACHE, "outer", () -> {
				assertThat(worker.get("others", "inner", () -> inner)).isSameAs(inner);
				return outer;
			})).isSameAs(outer);
		}
	}

	@Test
	void valueThatCannotBeReadAgainIsReturned() {
		TestWorker worker = worker((configuration) -> configuration
			.serializeValuesWith(SerializationPair.fromSerializer(new WriteOnly())));
		Plain value = new Plain("a");
		assertThat(worker.get(CACHE, "key", () -> value)).isSameAs(value);
		assertThat(worker.get(CACHE, "key", () -> value)).isSameAs(value);
		worker.cache(CACHE).put("key", value);
		assertThat(worker.cache(CACHE).get("key")).isNull();
	}

	@Test
	void failureOfTheComputationReachesTheCaller() {
		TestWorker worker = worker();
		for (Exception problem : List.of(new IOException("no value"), new SerializationException("mine"),
				new IllegalStateException("mine"))) {
			for (Object key : List.of("key", new Plain("key"))) {
				assertThatExceptionOfType(ValueRetrievalException.class).isThrownBy(() -> worker.get(CACHE, key, () -> {
					throw problem;
				})).withCause(problem);
			}
		}
	}

	@Test
	void warningsAreBounded(CapturedOutput output) {
		TestWorker worker = worker();
		for (int i = 0; i < UnstorableWarnings.MOST_WARNINGS + 20; i++) {
			worker.cache("generated-" + i).put("key", new Plain("a"));
		}
		assertThat(output.toString().lines().filter((line) -> line.contains("cannot keep values of")))
			.hasSize(UnstorableWarnings.MOST_WARNINGS);
	}

	/**
	 * Nothing must be stored by a writer that does not know stand-ins.
	 */
	@Test
	void cachesThatWriteElsewhereFailAsWithoutUs() {
		TestWorker worker = worker();
		RedisCacheManagerBuilder builder = RedisCacheManager
			.builder(RedisCacheWriter.nonLockingRedisCacheWriter(worker.connections));
		worker.caches.customize(builder);
		RedisCacheManager manager = builder.build();
		// Spring Data 4.0 has another type for it than 4.1.
		assertThatExceptionOfType(RuntimeException.class)
			.isThrownBy(() -> manager.getCache(CACHE).put("key", new Plain("a")))
			.withMessageContaining("Cannot serialize");
		manager.getCache(CACHE).put("key", "value");
		assertThat(manager.getCache(CACHE).get("key").get()).isEqualTo("value");
	}

	@Test
	void configuredCachesAreCovered() {
		TestWorker worker = worker();
		RedisCacheManagerBuilder builder = RedisCacheManager.builder(worker.caches.writer())
			.withCacheConfiguration("mine", RedisCacheConfiguration.defaultCacheConfig())
			.disableCreateOnMissingCache()
			.transactionAware()
			.enableStatistics();
		worker.caches.customize(builder);
		RedisCacheManager manager = builder.build();
		manager.afterPropertiesSet();
		Callable<Plain> computation = () -> new Plain("a");
		assertThat(manager.getCache("mine").get("key", computation)).isEqualTo(new Plain("a"));
		assertThat(manager.getCache("mine").get(new Plain("key"), computation)).isEqualTo(new Plain("a"));
	}

	private TestWorker worker() {
		return add(new TestWorker(redis, new CacheProperties()));
	}

	private TestWorker worker(UnaryOperator<RedisCacheConfiguration> defaults) {
		return add(new TestWorker(redis, new CacheProperties(), defaults));
	}

	private TestWorker add(TestWorker worker) {
		this.workers.add(worker);
		return worker;
	}

	private record Point(int x) {

	}

	private record Holder(Object content) implements Serializable {

	}

	private static final class Refusing implements Serializable {

		private Object writeReplace() {
			throw new IllegalStateException("not me");
		}

	}

	private static final class WriteOnly implements RedisSerializer<Object> {

		@Override
		public byte[] serialize(Object value) {
			return new byte[] { 1 };
		}

		@Override
		public Object deserialize(byte[] bytes) {
			throw new SerializationException("write only");
		}

	}

}
