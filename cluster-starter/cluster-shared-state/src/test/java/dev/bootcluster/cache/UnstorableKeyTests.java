// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.cache;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.cache.Cache;
import org.springframework.cache.interceptor.SimpleKey;
import org.springframework.core.convert.converter.Converter;
import org.springframework.data.redis.cache.RedisCacheConfiguration;
import org.springframework.data.redis.cache.RedisCacheManager;
import org.springframework.data.redis.serializer.RedisSerializationContext.SerializationPair;
import org.springframework.data.redis.serializer.RedisSerializer;
import org.springframework.data.redis.serializer.SerializationException;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for keys that Redis cannot have, and that all others are what they are without
 * us.
 */
@ExtendWith(OutputCaptureExtension.class)
class UnstorableKeyTests extends OnRedis {

	private static final String CACHE = "values";

	private final AtomicInteger computations = new AtomicInteger();

	static Stream<Object> keys() {
		return Stream.of(new Plain("a"), List.of(new Plain("b")), Map.of("c", new Plain("c")),
				new SimpleKey("d", new Plain("d")), new SimpleKey("e", List.of(1, new Plain("e"))),
				new Plain[] { new Plain("f") }, new SimpleKey("g", new Object[] { new Plain("g") }), new Mute());
	}

	@ParameterizedTest
	@MethodSource("keys")
	void nothingIsFoundUnderAKeyWithoutText(Object key, CapturedOutput output) throws Exception {
		Cache cache = worker().cache(CACHE);
		for (int i = 0; i < 2; i++) {
			assertThat(cache.get(key)).isNull();
			assertThat(cache.get(key, () -> new Point(3))).isEqualTo(new Point(3));
			assertThat(cache.get(key, this.computations::incrementAndGet)).isEqualTo(i + 1);
			assertThat(cache.<Object>get(key, () -> null)).isNull();
			assertThat(cache.retrieve(key, () -> CompletableFuture.completedFuture("value")).get()).isEqualTo("value");
			assertThat(cache.retrieve(key).get()).isNull();
			cache.put(key, "value");
			assertThat(cache.putIfAbsent(key, "value")).isNull();
			cache.evict(key);
			assertThat(cache.evictIfPresent(key)).isFalse();
			assertThat(cache.get(key)).isNull();
		}
		assertThat(output.toString()).containsOnlyOnce("Cache 'values' cannot keep values whose key contains ")
			.containsPattern("key contains \\S+\\.(Plain|UnstorableKeyTests\\$Mute),");
		Set<byte[]> stored = redis.ask((connection) -> connection.keyCommands().keys(TestRedis.bytes("*")));
		assertThat(stored).extracting(String::new).isSubsetOf("cluster:cache:probe");
	}

	static Stream<Object> goodKeys() {
		return Stream.of("text", "Plain@1b2c", 5, List.of(1, 2), Map.of("a", 1), new Point(1), new SimpleKey("a", 5),
				new SimpleKey("a@b", new Point(2)), SimpleKey.EMPTY, new int[] { 1, 2 });
	}

	@ParameterizedTest
	@MethodSource("goodKeys")
	void otherKeysAreWhatTheyWere(Object key) {
		RedisCacheManager springs = RedisCacheManager.create(worker().connections);
		springs.getCache(CACHE).put(key, "value");
		assertThat(worker().cache(CACHE).get(key).get()).isEqualTo("value");
		assertThat(worker().cache(CACHE).evictIfPresent(key)).isTrue();
	}

	@Test
	void converterOfTheApplicationIsUsed() {
		RedisCacheConfiguration[] configured = new RedisCacheConfiguration[1];
		TestWorker worker = worker((configuration) -> {
			configuration.addCacheKeyConverter(new PlainConverter());
			configured[0] = configuration;
			return configuration;
		});
		worker.cache(CACHE).put(new Plain("a"), "value");
		assertThat(worker.cache(CACHE).get(new Plain("a")).get()).isEqualTo("value");
		worker.redisCache(CACHE).getCacheConfiguration().addCacheKeyConverter(new MuteConverter());
		worker.cache(CACHE).put(new Mute(), "value");
		assertThat(worker.cache(CACHE).get(new Mute()).get()).isEqualTo("value");
	}

	@Test
	void keysAreNotHiddenByTheirSerializer() {
		TestWorker worker = worker((configuration) -> configuration
			.serializeKeysWith(SerializationPair.fromSerializer(new ReversingSerializer())));
		worker.cache(CACHE).put("key", "value");
		assertThat(worker.cache(CACHE).get("key").get()).isEqualTo("value");
		worker.cache(CACHE).put(new Plain("a"), "value");
		assertThat(worker.cache(CACHE).get(new Plain("a"))).isNull();
		worker.cache(CACHE).put("refused", "value");
		assertThat(worker.cache(CACHE).get("refused")).isNull();
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

	private static final class Mute {

		@Override
		public String toString() {
			throw new IllegalStateException("no text");
		}

	}

	private static final class PlainConverter implements Converter<Plain, String> {

		@Override
		public String convert(Plain source) {
			return source.name();
		}

	}

	private static final class MuteConverter implements Converter<Mute, String> {

		@Override
		public String convert(Mute source) {
			return "mute";
		}

	}

	private static final class ReversingSerializer implements RedisSerializer<String> {

		@Override
		public byte[] serialize(String value) {
			if (value.contains("refused")) {
				throw new SerializationException("refused");
			}
			return TestRedis.bytes(new StringBuilder(value).reverse().toString());
		}

		@Override
		public String deserialize(byte[] bytes) {
			return null;
		}

	}

}
