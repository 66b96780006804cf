// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.sharedstate;

import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

import com.github.benmanes.caffeine.cache.CacheLoader;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.CaffeineSpec;
import com.github.benmanes.caffeine.cache.Expiry;
import dev.bootcluster.checks.CheckLevel;
import dev.bootcluster.checks.CheckedApplication;
import dev.bootcluster.checks.ClusterFinding;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.cache.autoconfigure.CacheAutoConfiguration;
import org.springframework.boot.cache.autoconfigure.CacheManagerCustomizer;
import org.springframework.boot.cache.autoconfigure.RedisCacheManagerBuilderCustomizer;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.cache.CacheManager;
import org.springframework.cache.caffeine.CaffeineCacheManager;
import org.springframework.cache.concurrent.ConcurrentMapCacheManager;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.redis.cache.RedisCache;
import org.springframework.data.redis.cache.RedisCacheConfiguration;
import org.springframework.data.redis.cache.RedisCacheManager;
import org.springframework.data.redis.connection.RedisConnectionFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link CaffeineExpiry}: what becomes of Caffeine's settings in Redis.
 */
class CaffeineExpiryTests {

	private static final String SPEC = "spring.cache.caffeine.spec=";

	private final ApplicationContextRunner sharing = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(ClusterCacheAutoConfiguration.class, LocalCacheAutoConfiguration.class,
				CacheAutoConfiguration.class))
		.withBean(RedisConnectionFactory.class, () -> mock(RedisConnectionFactory.class))
		.withPropertyValues("cluster.shared-state=redis", "spring.cache.cache-names=users");

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = { "expireAfterWrite=10m | PT10M | ",
			"expireAfterWrite=PT3S,recordStats,initialCapacity=5 | PT3S | ",
			"expireAfterWrite=10m,maximumSize=500 | PT10M | have expireAfterWrite=PT10M as their time to live,"
					+ " and without effect are maximumSize=500",
			"expireAfterAccess=5m | PT5M | without effect are reads, which would prolong it",
			"expireAfterAccess=5m,expireAfterWrite=1h | PT1H | without effect are expireAfterAccess=PT5M",
			"refreshAfterWrite=1m,expireAfterWrite=2m | PT2M | without effect are refreshAfterWrite=PT1M",
			"maximumSize=500 | PT0S | values never expire, and without effect are maximumSize=500",
			"weakKeys,softValues | PT0S | without effect are softValues, weakKeys", "expireAfterWrite=0s | PT0.001S | ",
			"maximumWeight=5 | PT0S | all settings (", "nonsense | PT0S | all settings (" })
	void expiryOfTheSpecificationIsKept(String spec, Duration timeToLive, String finding) {
		this.sharing.withPropertyValues(SPEC + spec).run((context) -> {
			assertThat(timeToLive(context, "users")).isEqualTo(timeToLive);
			assertThat(timeToLive(context, "other")).isEqualTo(timeToLive);
			assertFinding(context, finding);
		});
	}

	@Test
	void expiryOfASpecificationBeanIsKept() {
		this.sharing.withBean(CaffeineSpec.class, () -> CaffeineSpec.parse("expireAfterWrite=10m,maximumSize=5"))
			.run((context) -> {
				assertThat(timeToLive(context, "users")).hasMinutes(10);
				assertFinding(context, "maximumSize=5");
			});
	}

	static Stream<Arguments> builders() {
		return Stream.of(
				Arguments.of(supplier(Caffeine.newBuilder().expireAfterWrite(Duration.ofMinutes(1))), "PT1M", null),
				Arguments.of(supplier(Caffeine.newBuilder()
					.expireAfterWrite(Duration.ofMinutes(1))
					.maximumWeight(7)
					.weigher((key, value) -> 1)), "PT1M", "maximumWeight=7"),
				Arguments.of(
						supplier(Caffeine.newBuilder().expireAfter(Expiry.creating((key, value) -> Duration.ZERO))),
						"PT0S", "never expire, and without effect are expireAfter(Expiry)"),
				Arguments.of(supplier(Caffeine.newBuilder()
					.refreshAfterWrite(Duration.ofMinutes(1))
					.weakValues()
					.removalListener((key, value, cause) -> {
					})), "PT0S", "refreshAfterWrite=PT1M, removalListener, weakValues"));
	}

	private static Supplier<Caffeine<Object, Object>> supplier(Caffeine<Object, Object> builder) {
		return () -> builder;
	}

	@ParameterizedTest
	@MethodSource("builders")
	void expiryOfABuilderIsKept(Supplier<Caffeine<Object, Object>> builder, Duration timeToLive, String finding) {
		this.sharing.withBean("caffeine", Caffeine.class, builder::get).run((context) -> {
			assertThat(timeToLive(context, "users")).isEqualTo(timeToLive);
			assertFinding(context, finding);
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "spring.cache.type=redis", "spring.cache.redis.time-to-live=0s" })
	void whatTheApplicationSaysOfRedisIsPlainBoots(String property) {
		this.sharing.withPropertyValues(property, SPEC + "expireAfterWrite=10m,maximumSize=5").run((context) -> {
			assertThat(timeToLive(context, "users")).isZero();
			assertThat(context).doesNotHaveBean(CaffeineExpiry.class);
		});
	}

	@Test
	void configurationOfTheApplicationWins() {
		this.sharing.withPropertyValues(SPEC + "expireAfterWrite=10m,maximumSize=5")
			.withBean(RedisCacheConfiguration.class,
					() -> RedisCacheConfiguration.defaultCacheConfig().entryTtl(Duration.ofHours(3)))
			.run((context) -> {
				assertThat(timeToLive(context, "users")).hasHours(3);
				assertThat(context).doesNotHaveBean(CaffeineExpiry.class);
			});
		this.sharing.withPropertyValues(SPEC + "expireAfterWrite=10m")
			.withBean(RedisCacheManagerBuilderCustomizer.class,
					() -> (builder) -> builder.withCacheConfiguration("users",
							RedisCacheConfiguration.defaultCacheConfig().entryTtl(Duration.ofHours(3))))
			.run((context) -> {
				assertThat(timeToLive(context, "users")).hasHours(3);
				assertThat(timeToLive(context, "other")).hasMinutes(10);
			});
	}

	@Test
	void cachesThatAreNotInRedisAreNotSpokenOf() {
		this.sharing.withPropertyValues("spring.cache.type=caffeine", SPEC + "maximumSize=5")
			.run((context) -> assertThat(context).hasSingleBean(CaffeineCacheManager.class)
				.doesNotHaveBean(CaffeineExpiry.class));
		this.sharing.withPropertyValues(SPEC + "maximumSize=5")
			.withBean("mine", CacheManager.class, ConcurrentMapCacheManager::new)
			.run((context) -> assertFinding(context, null));
		this.sharing.run((context) -> {
			assertThat(timeToLive(context, "users")).isZero();
			assertFinding(context, null);
		});
	}

	@Test
	void beansWithoutEffectAreNamed() {
		this.sharing.withUserConfiguration(Customized.class)
			.run((context) -> assertFinding(context, "the CacheLoader 'load', the CacheManagerCustomizer 'customize'"));
	}

	@Test
	void caffeineMayBeAbsent() {
		this.sharing.withClassLoader(new FilteredClassLoader(Caffeine.class.getPackageName()))
			.withPropertyValues(SPEC + "expireAfterWrite=10m")
			.run((context) -> assertThat(timeToLive(context, "users")).isZero());
	}

	private static Duration timeToLive(ApplicationContext context, String cache) {
		RedisCache redis = (RedisCache) context.getBean(RedisCacheManager.class).getCache(cache);
		return redis.getCacheConfiguration().getTtlFunction().getTimeToLive("key", "value");
	}

	private static void assertFinding(ApplicationContext context, String text) {
		CaffeineExpiry expiry = context.getBean(CaffeineExpiry.class);
		assertThat(expiry.level()).isEqualTo(CheckLevel.INFO);
		List<ClusterFinding> findings = expiry.find(mock(CheckedApplication.class));
		if (text == null) {
			assertThat(findings).isEmpty();
		}
		else {
			assertThat(findings).singleElement().asString().contains(text).contains("spring.cache.type=caffeine");
		}
	}

	@Configuration(proxyBeanMethods = false)
	static class Customized {

		@Bean
		CacheLoader<Object, Object> load() {
			return (key) -> key;
		}

		@Bean
		CacheManagerCustomizer<CaffeineCacheManager> customize() {
			return (caches) -> {
			};
		}

	}

}
