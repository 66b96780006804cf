// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.checks;

import java.util.Collection;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Finds entities that Hibernate caches in each worker for itself.
 */
final class SecondLevelCacheCheck implements ClusterCheck {

	private static final String FACTORY = "jakarta.persistence.EntityManagerFactory";

	private static final String JCACHE = "org.hibernate.cache.jcache.internal.JCacheRegionFactory";

	/**
	 * Providers of JCache that keep everything in the process.
	 */
	private static final List<String> LOCAL = List.of("org.ehcache.", "com.github.benmanes.caffeine.", "org.cache2k.");

	@Override
	public String getName() {
		return "second-level-cache";
	}

	@Override
	public List<ClusterFinding> find(CheckedApplication application) {
		Map<String, Object> factories = application.beansOfType(FACTORY);
		return factories.entrySet()
			.stream()
			.filter((entry) -> isLocal(call(entry.getValue(), "getCache")))
			.map((entry) -> new ClusterFinding(
					"Hibernate's second-level cache (%s) is in each worker's memory: workers serve entities as they were before others changed them"
						.formatted(entry.getKey()),
					"Set spring.jpa.properties.hibernate.cache.use_second_level_cache=false, or use a cache that workers share"))
			.toList();
	}

	/**
	 * Without a second-level cache there are no regions.
	 */
	private static boolean isLocal(@Nullable Object cache) {
		Object factory = call(cache, "getRegionFactory");
		Object manager = Reflected.isA(factory, JCACHE) ? call(factory, "getCacheManager") : null;
		return manager != null && LOCAL.stream().anyMatch(manager.getClass().getName()::startsWith)
				&& call(cache, "getCacheRegionNames") instanceof Collection<?> regions && !regions.isEmpty();
	}

	private static @Nullable Object call(@Nullable Object target, String method) {
		return (target != null) ? Reflected.call(target, method) : null;
	}

}
