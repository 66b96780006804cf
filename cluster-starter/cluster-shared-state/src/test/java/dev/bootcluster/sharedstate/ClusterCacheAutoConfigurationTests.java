// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.sharedstate;

import java.util.concurrent.CompletableFuture;

import com.github.benmanes.caffeine.cache.Caffeine;
import dev.bootcluster.cache.CacheProperties;
import dev.bootcluster.cache.ClusterCaches;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.cache.autoconfigure.CacheAutoConfiguration;
import org.springframework.boot.cache.autoconfigure.RedisCacheManagerBuilderCustomizer;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.cache.Cache;
import org.springframework.cache.CacheManager;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.cache.caffeine.CaffeineCacheManager;
import org.springframework.cache.concurrent.ConcurrentMapCacheManager;
import org.springframework.cache.support.NoOpCacheManager;
import org.springframework.cache.transaction.TransactionAwareCacheDecorator;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.redis.cache.RedisCache;
import org.springframework.data.redis.cache.RedisCacheManager;
import org.springframework.data.redis.cache.RedisCacheManager.RedisCacheManagerBuilder;
import org.springframework.data.redis.connection.RedisConnectionFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link ClusterCacheAutoConfiguration} and
 * {@link LocalCacheAutoConfiguration}.
 */
class ClusterCacheAutoConfigurationTests {

	private final ApplicationContextRunner standalone = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(ClusterCacheAutoConfiguration.class, LocalCacheAutoConfiguration.class,
				CacheAutoConfiguration.class));

	private final ApplicationContextRunner sharing = this.standalone
		.withBean(RedisConnectionFactory.class, () -> mock(RedisConnectionFactory.class))
		.withPropertyValues("cluster.shared-state=redis");

	@Test
	void cachesAreBootsOwnAndWriteThroughTheClusters() {
		this.sharing.withPropertyValues("spring.cache.cache-names=users", "spring.cache.redis.time-to-live=5m")
			.run((context) -> {
				RedisCacheManager manager = context.getBean(RedisCacheManager.class);
				RedisCache users = (RedisCache) manager.getCache("users");
				assertThat(users.getNativeCache()).isSameAs(context.getBean(ClusterCaches.class).writer());
				assertThat(users.getCacheConfiguration().getTtlFunction().getTimeToLive("key", "value")).hasMinutes(5);
				assertThat(((RedisCache) manager.getCache("other")).getNativeCache()).isSameAs(users.getNativeCache());
			});
	}

	@Test
	void applicationsCustomizersWin() {
		this.sharing
			.withBean(RedisCacheManagerBuilderCustomizer.class, () -> RedisCacheManagerBuilder::transactionAware)
			.run((context) -> assertThat(context.getBean(CacheManager.class).getCache("users"))
				.isInstanceOf(TransactionAwareCacheDecorator.class));
	}

	@Test
	void propertiesAreBound() {
		this.sharing
			.withPropertyValues("cluster.cache.near=true", "cluster.cache.near-max-size=1MB",
					"cluster.cache.near-ttl=2s", "cluster.cache.wait-timeout=3s")
			.run((context) -> {
				CacheProperties properties = context.getBean(CacheProperties.class);
				assertThat(properties.isNear()).isTrue();
				assertThat(properties.getNearMaxSize().toMegabytes()).isEqualTo(1);
				assertThat(properties.getNearTtl()).hasSeconds(2);
				assertThat(properties.getWaitTimeout()).hasSeconds(3);
			});
	}

	@Test
	void nonsenseIsRefusedByItsName() {
		this.sharing.withPropertyValues("cluster.cache.near-max-size=0MB")
			.run((context) -> assertThat(context).getFailure()
				.hasRootCauseMessage("cluster.cache.near-max-size must be positive, not 0B;"
						+ " to keep no values, set cluster.cache.near=false"));
	}

	@Test
	void cacheManagerOfTheApplicationWins() {
		this.sharing.withBean("mine", CacheManager.class, ConcurrentMapCacheManager::new).run((context) -> {
			assertThat(context).doesNotHaveBean(RedisCacheManager.class);
			assertThat(context.getBeanFactory().containsSingleton("clusterCaches")).isFalse();
		});
	}

	@Test
	void standaloneApplicationHasNothingOfTheCluster() {
		this.standalone.withUserConfiguration(Caching.class)
			.run((context) -> assertThat(context).doesNotHaveBean(ClusterCaches.class)
				.doesNotHaveBean(CacheProperties.class)
				.hasSingleBean(CacheManager.class));
	}

	/**
	 * Caffeine is on the class path because of us: its caches must do what Boot's simple
	 * ones would.
	 */
	@Test
	void standaloneApplicationCachesFuturesAsWithoutTheStarter() {
		this.standalone.withUserConfiguration(Caching.class).run((context) -> {
			Cache cache = context.getBean(CacheManager.class).getCache("users");
			CompletableFuture<String> value = cache.retrieve("key", () -> CompletableFuture.completedFuture("value"));
			assertThat(value).isCompletedWithValue("value");
			assertThat(cache.get("key").get()).isEqualTo("value");
		});
	}

	@Test
	void standaloneApplicationMayChooseAndConfigureItsCaches() {
		this.standalone.withUserConfiguration(Caching.class)
			.withPropertyValues("spring.cache.type=simple")
			.run((context) -> assertThat(context).hasSingleBean(ConcurrentMapCacheManager.class));
		this.standalone.withUserConfiguration(Caching.class)
			.withPropertyValues("spring.cache.type=none")
			.run((context) -> assertThat(context).hasSingleBean(NoOpCacheManager.class));
		this.standalone.withUserConfiguration(Caching.class)
			.withPropertyValues("spring.cache.caffeine.spec=weakValues")
			.run((context) -> assertThat(context.getBean(CaffeineCacheManager.class).getCache("users")).isNotNull());
		this.standalone.withUserConfiguration(Caching.class)
			.withBean(Caffeine.class, () -> Caffeine.newBuilder().softValues())
			.run((context) -> assertThat(context.getBean(CaffeineCacheManager.class).getCache("users")).isNotNull());
	}

	@Configuration(proxyBeanMethods = false)
	@EnableCaching
	static class Caching {

	}

}
