// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.sharedstate;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import com.github.benmanes.caffeine.cache.CacheLoader;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.CaffeineSpec;
import dev.bootcluster.checks.CheckLevel;
import dev.bootcluster.checks.CheckedApplication;
import dev.bootcluster.checks.ClusterCheck;
import dev.bootcluster.checks.ClusterFinding;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.boot.cache.autoconfigure.CacheManagerCustomizer;
import org.springframework.boot.cache.autoconfigure.RedisCacheManagerBuilderCustomizer;
import org.springframework.cache.caffeine.CaffeineCacheManager;
import org.springframework.core.Ordered;
import org.springframework.core.ResolvableType;
import org.springframework.core.env.Environment;
import org.springframework.data.redis.cache.RedisCacheConfiguration;
import org.springframework.data.redis.cache.RedisCacheManager.RedisCacheManagerBuilder;
import org.springframework.util.StringUtils;

/**
 * Lets values in Redis expire as the application wants it of Caffeine, which Boot does
 * not choose where there is Redis. What caches in Redis cannot do is reported.
 */
final class CaffeineExpiry implements RedisCacheManagerBuilderCustomizer, ClusterCheck, Ordered {

	private static final String SPEC = "spring.cache.caffeine.spec";

	private static final String REMEDY = "Set spring.cache.type=caffeine to keep all of it, in each worker for itself,"
			+ " or spring.cache.type=redis to have the caches as spring.cache.redis.* says";

	private final ListableBeanFactory beans;

	private final Environment environment;

	/**
	 * Nothing is found unless Boot's own caches are in Redis.
	 */
	private volatile List<ClusterFinding> findings = List.of();

	CaffeineExpiry(ListableBeanFactory beans, Environment environment) {
		this.beans = beans;
		this.environment = environment;
	}

	/**
	 * First, so that the application's own customizers win.
	 */
	@Override
	public int getOrder() {
		return HIGHEST_PRECEDENCE;
	}

	@Override
	public void customize(RedisCacheManagerBuilder builder) {
		CaffeineSettings settings = settings();
		Duration timeToLive = settings.timeToLive();
		if (timeToLive != null) {
			builder.cacheDefaults(builder.cacheDefaults().entryTtl(timeToLive));
			for (String cache : Set.copyOf(builder.getConfiguredCaches())) {
				RedisCacheConfiguration configuration = builder.getCacheConfigurationFor(cache).orElseThrow();
				builder.withCacheConfiguration(cache, configuration.entryTtl(timeToLive));
			}
		}
		List<String> lost = new ArrayList<>(settings.lost());
		lost.addAll(named("CacheLoader", CacheLoader.class, Object.class, Object.class));
		lost.addAll(named("CacheManagerCustomizer", CacheManagerCustomizer.class, CaffeineCacheManager.class));
		this.findings = lost.isEmpty() ? List.of() : List.of(finding(settings.kept(), lost));
	}

	/**
	 * Settings that Caffeine refuses must not keep caches in Redis from working.
	 */
	private CaffeineSettings settings() {
		try {
			Caffeine<?, ?> caffeine = caffeine();
			return (caffeine != null) ? CaffeineSettings.of(caffeine) : CaffeineSettings.NONE;
		}
		catch (IllegalArgumentException | IllegalStateException ex) {
			return new CaffeineSettings(null, null, List.of("all settings (%s)".formatted(ex.getMessage())));
		}
	}

	/**
	 * What Boot would build Caffeine's caches with.
	 */
	private @Nullable Caffeine<?, ?> caffeine() {
		String text = this.environment.getProperty(SPEC);
		if (StringUtils.hasText(text)) {
			return Caffeine.from(text);
		}
		CaffeineSpec spec = this.beans.getBeanProvider(CaffeineSpec.class).getIfUnique();
		return (spec != null) ? Caffeine.from(spec)
				: this.beans
					.<Caffeine<?, ?>>getBeanProvider(
							ResolvableType.forClassWithGenerics(Caffeine.class, Object.class, Object.class))
					.getIfUnique();
	}

	private List<String> named(String what, Class<?> type, Class<?>... generics) {
		List<String> found = new ArrayList<>();
		for (String name : this.beans.getBeanNamesForType(ResolvableType.forClassWithGenerics(type, generics), true,
				false)) {
			if (!name.equals(LocalCacheAutoConfiguration.FUTURES)) {
				found.add("the %s '%s'".formatted(what, name));
			}
		}
		return found;
	}

	private static ClusterFinding finding(@Nullable String kept, List<String> lost) {
		String expiry = (kept != null) ? "have " + kept : "never expire";
		return new ClusterFinding(
				"Caffeine is configured, but caches are in Redis, where workers share them: values %s, and without effect are %s"
					.formatted(expiry, String.join(", ", lost)),
				REMEDY);
	}

	@Override
	public String getName() {
		return "caffeine-settings";
	}

	@Override
	public CheckLevel level() {
		return CheckLevel.INFO;
	}

	@Override
	public List<ClusterFinding> find(CheckedApplication application) {
		return this.findings;
	}

}
