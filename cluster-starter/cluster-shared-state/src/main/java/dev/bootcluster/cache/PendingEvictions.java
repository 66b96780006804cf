// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.cache;

import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import dev.bootcluster.redis.RedisTrouble;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.core.NestedExceptionUtils;
import org.springframework.data.redis.cache.RedisCacheWriter;
import org.springframework.data.redis.connection.util.ByteArrayWrapper;

/**
 * Remembers evictions that failed with Redis. Otherwise old values would reappear after
 * an outage. Safe for use by any thread.
 */
final class PendingEvictions {

	private static final Log logger = LogFactory.getLog(PendingEvictions.class);

	private final int max;

	private final Set<Eviction> keys = new LinkedHashSet<>();

	private final Set<Eviction> patterns = new LinkedHashSet<>();

	/**
	 * Caches for which a refused eviction has been logged.
	 */
	private final Set<String> refused = ConcurrentHashMap.newKeySet();

	private volatile boolean empty = true;

	private long lost;

	PendingEvictions(int max) {
		this.max = max;
	}

	void add(String cache, byte[] key) {
		add(this.keys, new Eviction(cache, new ByteArrayWrapper(key), false));
	}

	void addAll(String cache, byte[] pattern) {
		add(this.patterns, new Eviction(cache, new ByteArrayWrapper(pattern), true));
	}

	private synchronized void add(Set<Eviction> evictions, Eviction eviction) {
		if (this.keys.size() + this.patterns.size() < this.max || evictions.contains(eviction)) {
			evictions.add(eviction);
			this.empty = false;
		}
		else {
			this.lost++;
		}
	}

	boolean isEmpty() {
		return this.empty;
	}

	/**
	 * Whether Redis may still have a value that should have been evicted.
	 */
	boolean covers(String cache, byte[] key) {
		return !this.empty && contains(cache, new ByteArrayWrapper(key));
	}

	private synchronized boolean contains(String cache, ByteArrayWrapper key) {
		return this.keys.contains(new Eviction(cache, key, false))
				|| this.patterns.stream().anyMatch((pattern) -> pattern.cache().equals(cache));
	}

	/**
	 * Repeat the pending evictions. Those that Redis refuses for a lasting reason, such
	 * as an unknown command, are dropped.
	 * @param redis the writer that evicts
	 * @throws RuntimeException if Redis is in trouble again; the rest stays pending
	 */
	void repeat(RedisCacheWriter redis) {
		int repeated = 0;
		for (Eviction next = first(); next != null; next = first()) {
			if (repeat(next, redis)) {
				repeated++;
			}
			remove(next);
		}
		if (repeated > 0) {
			logger.info("Repeated %d cache evictions that had failed with Redis".formatted(repeated));
		}
		reportLost();
	}

	private boolean repeat(Eviction eviction, RedisCacheWriter redis) {
		try {
			eviction.repeat(redis);
			return true;
		}
		catch (RuntimeException ex) {
			if (RedisTrouble.of(ex) != null || Thread.currentThread().isInterrupted()) {
				throw ex;
			}
			if (this.refused.add(eviction.cache())) {
				logger.warn(("Redis refuses an eviction from cache '%s': %s. Its values may be stale until their"
						+ " time to live ends. Logged once for each cache")
					.formatted(eviction.cache(), NestedExceptionUtils.getMostSpecificCause(ex).getMessage()));
			}
			return false;
		}
	}

	private synchronized @Nullable Eviction first() {
		Iterator<Eviction> all = (this.patterns.isEmpty() ? this.keys : this.patterns).iterator();
		return all.hasNext() ? all.next() : null;
	}

	private synchronized void remove(Eviction done) {
		(done.pattern() ? this.patterns : this.keys).remove(done);
		this.empty = this.keys.isEmpty() && this.patterns.isEmpty();
	}

	private synchronized void reportLost() {
		if (this.lost > 0) {
			logger.warn(("%d cache evictions were lost while Redis failed: there were too many to remember."
					+ " Values may be stale until their time to live ends; clear the caches to be sure")
				.formatted(this.lost));
			this.lost = 0;
		}
	}

	/**
	 * The eviction of one key, or of all keys that match a pattern.
	 *
	 * @param cache the cache
	 * @param key the key or pattern
	 * @param pattern whether it is a pattern
	 */
	private record Eviction(String cache, ByteArrayWrapper key, boolean pattern) {

		void repeat(RedisCacheWriter redis) {
			if (this.pattern) {
				redis.invalidate(this.cache, this.key.getArray());
			}
			else {
				redis.evictIfPresent(this.cache, this.key.getArray());
			}
		}

	}

}
