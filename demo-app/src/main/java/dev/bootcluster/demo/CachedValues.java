// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.demo;

import java.util.UUID;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.cache.annotation.CacheEvict;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.stereotype.Component;

/**
 * Computes values that all workers share through the cache.
 */
@Component
class CachedValues {

	private static final Log logger = LogFactory.getLog(CachedValues.class);

	private static final String CACHE = "values";

	private final CurrentProcess process;

	CachedValues(CurrentProcess process) {
		this.process = process;
	}

	/**
	 * Compute a value, slowly if wanted.
	 * @param key what for
	 * @param millis how long the computation takes
	 * @return the value, the same in all workers until it is forgotten
	 */
	@Cacheable(cacheNames = CACHE, key = "#key", sync = true)
	public CachedValue get(String key, long millis) {
		logger.debug("Computing a value for '%s'".formatted(key));
		Pause.ofMillis(millis).await();
		return new CachedValue(key, UUID.randomUUID().toString(), this.process.pid());
	}

	@CacheEvict(cacheNames = CACHE)
	public void forget(String key) {
		// Nothing to do but to forget.
	}

}
