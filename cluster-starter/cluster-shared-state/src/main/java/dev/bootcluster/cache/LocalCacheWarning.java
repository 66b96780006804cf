// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.cache;

import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.cache.Cache;
import org.springframework.cache.CacheManager;

/**
 * Warns once of each {@link CacheManager} that keeps separate caches in each worker.
 */
public final class LocalCacheWarning implements SmartInitializingSingleton {

	private static final Log logger = LogFactory.getLog(LocalCacheWarning.class);

	/**
	 * By name, because the classes may not be on the class path.
	 */
	private static final Set<String> LOCAL = Set.of("org.springframework.cache.concurrent.ConcurrentMapCacheManager",
			"org.springframework.cache.caffeine.CaffeineCacheManager",
			"org.cache2k.extra.spring.SpringCache2kCacheManager");

	private static final Set<String> LOCAL_STORES = Set.of("com.github.benmanes.caffeine.", "org.cache2k.",
			"org.ehcache.", "java.util.");

	private final ListableBeanFactory beans;

	public LocalCacheWarning(ListableBeanFactory beans) {
		this.beans = beans;
	}

	@Override
	public void afterSingletonsInstantiated() {
		Map<String, CacheManager> managers = this.beans.getBeansOfType(CacheManager.class, false, false);
		managers.forEach((name, manager) -> {
			if (isLocal(manager)) {
				logger.warn(("CacheManager '%s' (%s) keeps separate values in each worker: workers do not see what"
						+ " others put or evict. To share caches in Redis, remove the bean and any spring.cache.type;"
						+ " with cluster.cache.near=true workers still keep values in memory")
					.formatted(name, manager.getClass().getName()));
			}
		});
	}

	private static boolean isLocal(CacheManager manager) {
		if (LOCAL.contains(manager.getClass().getName())) {
			return true;
		}
		Collection<String> names = manager.getCacheNames();
		return names.stream()
			.map(manager::getCache)
			.filter(Objects::nonNull)
			.map(Cache::getNativeCache)
			.anyMatch((store) -> LOCAL_STORES.stream().anyMatch(store.getClass().getName()::startsWith));
	}

}
