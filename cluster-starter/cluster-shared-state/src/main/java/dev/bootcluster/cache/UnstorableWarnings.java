// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.cache;

import java.io.NotSerializableException;
import java.io.Serializable;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.core.NestedExceptionUtils;

/**
 * Warns once for each cache and class about what cannot be cached. Caches in the memory
 * of one process hold anything, so an application may learn of this only in a cluster.
 */
final class UnstorableWarnings {

	/**
	 * A limit, because names may be generated at run time.
	 */
	static final int MOST_WARNINGS = 100;

	private static final Log logger = LogFactory.getLog(UnstorableWarnings.class);

	private static final String LOCAL = "keep caches in the workers' memory (spring.cache.type=caffeine or simple)";

	private final Set<String> reported = ConcurrentHashMap.newKeySet();

	/**
	 * Warn of a value.
	 * @param cache the cache
	 * @param value the value
	 * @param failure what its serializer threw
	 */
	void value(String cache, Object value, Throwable failure) {
		String type = value.getClass().getName();
		if (isNew("value " + cache + '\n' + type)) {
			logger.warn(("Cache '%s' cannot keep values of %s in Redis, where workers share caches: %s."
					+ " Callers get them, but each call computes them. Let it implement java.io.Serializable,"
					+ " define a RedisCacheConfiguration bean with a RedisSerializer that can write it, such as JSON, or %s")
				.formatted(cache, type, reason(value, failure), LOCAL));
		}
	}

	/**
	 * Warn of a key.
	 * @param cache the cache
	 * @param type the class that cannot be part of one
	 */
	void key(String cache, String type) {
		if (isNew("key " + cache + '\n' + type)) {
			logger
				.warn(("Cache '%s' cannot keep values whose key contains %s, which has no text that tells its content."
						+ " Each call computes them. Give it a toString method, choose other keys with @Cacheable(key = ...),"
						+ " register a converter with RedisCacheConfiguration.addCacheKeyConverter, or %s")
					.formatted(cache, type, LOCAL));
		}
	}

	private boolean isNew(String what) {
		return this.reported.size() < MOST_WARNINGS && this.reported.add(what);
	}

	private static String reason(Object value, Throwable failure) {
		Throwable cause = NestedExceptionUtils.getMostSpecificCause(failure);
		if (cause instanceof NotSerializableException) {
			return "%s is not serializable".formatted(cause.getMessage());
		}
		if (!(value instanceof Serializable)
				&& (cause instanceof IllegalArgumentException || cause instanceof IllegalStateException)) {
			// Java's serialization was not even tried: the latter since Spring Data 4.1.
			return "it is not serializable";
		}
		return cause.toString();
	}

}
