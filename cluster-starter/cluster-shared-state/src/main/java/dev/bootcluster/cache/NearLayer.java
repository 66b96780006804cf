// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.cache;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLongArray;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.Ticker;
import org.jspecify.annotations.Nullable;

import org.springframework.data.redis.connection.util.ByteArrayWrapper;

/**
 * Keeps serialized values that this worker has read in its own memory. They are served
 * only while it hears of other workers' changes, and a value read before a change is not
 * kept after it.
 */
final class NearLayer {

	/**
	 * Keys may share a stamp: a change of one costs the others one more read.
	 */
	private static final int STAMPS = 4096;

	/**
	 * Approximate bytes of an entry beyond its key and value.
	 */
	private static final int OVERHEAD = 160;

	private static final byte[] EVERYTHING = "*".getBytes(StandardCharsets.UTF_8);

	private final AtomicLongArray stamps = new AtomicLongArray(STAMPS);

	private final Duration maxAge;

	private final Cache<ByteArrayWrapper, Entry> entries;

	private volatile boolean listening;

	NearLayer(CacheProperties properties) {
		this(properties, Ticker.systemTicker(), false);
	}

	NearLayer(CacheProperties properties, Ticker ticker, boolean listening) {
		this.maxAge = properties.getNearTtl();
		this.listening = listening;
		this.entries = Caffeine.newBuilder()
			.maximumWeight(properties.getNearMaxSize().toBytes())
			.weigher((ByteArrayWrapper key, Entry entry) -> weight(key, entry))
			.expireAfter(Expiry.creating((ByteArrayWrapper key, Entry entry) -> entry.ttl()))
			.ticker(ticker)
			.build();
	}

	private static int weight(ByteArrayWrapper key, Entry entry) {
		return (int) Math.min(Integer.MAX_VALUE, (long) key.getArray().length + entry.value().length + OVERHEAD);
	}

	byte @Nullable [] get(byte[] key) {
		Entry entry = this.entries.getIfPresent(new ByteArrayWrapper(key));
		return (entry != null && this.listening) ? entry.value() : null;
	}

	/**
	 * The stamp to pass to {@link #fill}, taken before the value is read from Redis.
	 */
	long stamp(byte[] key) {
		return this.stamps.get(stripe(key));
	}

	/**
	 * Keep a value that was read from Redis, unless it may have changed meanwhile.
	 * @param cache the cache
	 * @param key the key
	 * @param value the value
	 * @param ttl how long Redis keeps it
	 * @param stamp the stamp taken before it was read
	 */
	void fill(String cache, byte[] key, byte[] value, Duration ttl, long stamp) {
		Duration age = (ttl.compareTo(this.maxAge) < 0) ? ttl : this.maxAge;
		Entry entry = new Entry(cache, value, age);
		// Within compute, so that a later change finds and removes the entry.
		this.entries.asMap()
			.compute(new ByteArrayWrapper(key),
					(sameKey, other) -> (this.listening && stamp(key) == stamp) ? entry : other);
	}

	/**
	 * A value changed.
	 */
	void evict(byte[] key) {
		this.stamps.incrementAndGet(stripe(key));
		this.entries.invalidate(new ByteArrayWrapper(key));
	}

	/**
	 * Some or all values of a cache changed.
	 * @param cache the cache
	 * @param pattern the pattern of the keys; {@code *} drops all caches, any other the
	 * whole cache
	 */
	void clear(String cache, byte[] pattern) {
		if (Arrays.equals(pattern, EVERYTHING)) {
			clear();
			return;
		}
		advanceAll();
		this.entries.asMap().values().removeIf((entry) -> entry.cache().equals(cache));
	}

	/**
	 * Drop everything: changes may have gone unheard.
	 */
	void clear() {
		advanceAll();
		this.entries.invalidateAll();
	}

	/**
	 * Changes are heard from now on.
	 */
	void listening() {
		this.listening = true;
	}

	/**
	 * Changes may go unheard from now on.
	 */
	void deaf() {
		this.listening = false;
		clear();
	}

	boolean isListening() {
		return this.listening;
	}

	long size() {
		this.entries.cleanUp();
		return this.entries.estimatedSize();
	}

	private void advanceAll() {
		for (int i = 0; i < STAMPS; i++) {
			this.stamps.incrementAndGet(i);
		}
	}

	private static int stripe(byte[] key) {
		return Math.floorMod(Arrays.hashCode(key), STAMPS);
	}

	/**
	 * A kept value.
	 *
	 * @param cache the cache it belongs to
	 * @param value the serialized value
	 * @param ttl how long it may be kept
	 */
	private record Entry(String cache, byte[] value, Duration ttl) {

	}

}
