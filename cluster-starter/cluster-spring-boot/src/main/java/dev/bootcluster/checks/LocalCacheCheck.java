// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.checks;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import org.springframework.cache.Cache;
import org.springframework.cache.CacheManager;

/**
 * Finds cache managers whose caches every worker has for itself, unless the user wants it
 * so.
 */
final class LocalCacheCheck implements ClusterCheck {

	/**
	 * Whose caches may not exist yet.
	 */
	private static final Set<String> LOCAL = Set.of("org.springframework.cache.concurrent.ConcurrentMapCacheManager",
			"org.springframework.cache.caffeine.CaffeineCacheManager",
			"org.cache2k.extra.spring.SpringCache2kCacheManager");

	private static final Set<String> LOCAL_STORES = Set.of("com.github.benmanes.caffeine.", "org.cache2k.",
			"org.ehcache.", "java.util.");

	@Override
	public String getName() {
		return "local-cache";
	}

	@Override
	public List<ClusterFinding> find(CheckedApplication application) {
		if ("none".equalsIgnoreCase(application.environment().getProperty("cluster.shared-state"))) {
			return List.of();
		}
		Map<String, Object> managers = application.beansOfType(CacheManager.class.getName());
		return managers.entrySet()
			.stream()
			.filter((entry) -> entry.getValue() instanceof CacheManager manager && isLocal(manager))
			.map((entry) -> new ClusterFinding(
					"The CacheManager '%s' (%s) keeps values in each worker for itself: workers do not see what others put or evict"
						.formatted(entry.getKey(), entry.getValue().getClass().getName()),
					"To share caches in Redis, remove the bean, or the cache library that Boot found, and any spring.cache.type;"
							+ " cluster.cache.near=true still keeps values in the workers' memory"))
			.toList();
	}

	private static boolean isLocal(CacheManager manager) {
		return LOCAL.contains(manager.getClass().getName()) || manager.getCacheNames()
			.stream()
			.map(manager::getCache)
			.filter(Objects::nonNull)
			.map(Cache::getNativeCache)
			.anyMatch((store) -> LOCAL_STORES.stream().anyMatch(store.getClass().getName()::startsWith));
	}

}
