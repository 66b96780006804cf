// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.cache;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

import dev.bootcluster.cache.StandIns.Written;
import org.jspecify.annotations.Nullable;

import org.springframework.data.redis.cache.CacheStatisticsCollector;
import org.springframework.data.redis.cache.RedisCacheWriter;

/**
 * Leaves out what cannot be stored: callers get such a value as it was computed, and
 * nothing is found under such a key.
 */
final class StorableCacheWriter extends ForwardingCacheWriter {

	private final ValueReader values;

	private final UnstorableWarnings warnings;

	StorableCacheWriter(RedisCacheWriter next, ValueReader values) {
		this(next, values, new UnstorableWarnings());
	}

	private StorableCacheWriter(RedisCacheWriter next, ValueReader values, UnstorableWarnings warnings) {
		super(next);
		this.values = values;
		this.warnings = warnings;
	}

	@Override
	public RedisCacheWriter withStatisticsCollector(CacheStatisticsCollector statistics) {
		return new StorableCacheWriter(next().withStatisticsCollector(statistics), this.values, this.warnings);
	}

	/**
	 * Whether the caches that use this writer have their values written by these.
	 */
	boolean isOf(ValueReader values) {
		return this.values == values;
	}

	@Override
	public byte @Nullable [] get(String name, byte[] key, @Nullable Duration ttl) {
		return isStorable(name, key) ? next().get(name, key, ttl) : null;
	}

	@Override
	public byte[] get(String name, byte[] key, Supplier<byte[]> loader, @Nullable Duration ttl, boolean timeToIdle) {
		Supplier<byte[]> computation = () -> computed(name, loader.get());
		try {
			return isStorable(name, key) ? next().get(name, key, computation, ttl, timeToIdle) : computation.get();
		}
		catch (UnstorableValueException ex) {
			return this.values.standIns().of(ex.value());
		}
	}

	/**
	 * Nor can a value be stored that could not be read again. The cache reads what it has
	 * computed, so checking that costs nothing.
	 */
	private byte[] computed(String name, byte[] bytes) {
		if (!StandIns.isStandIn(bytes) && this.values.canRead(name, bytes)) {
			this.values.standIns().forget();
			return bytes;
		}
		Written written = this.values.standIns().take(bytes);
		if (written == null) {
			return bytes;
		}
		if (written.failure() != null) {
			this.warnings.value(name, written.value(), written.failure());
		}
		throw new UnstorableValueException(written.value());
	}

	/**
	 * A future may be without a value, as that of Spring's own writer.
	 */
	@Override
	@SuppressWarnings("NullAway")
	public CompletableFuture<byte[]> retrieve(String name, byte[] key, @Nullable Duration ttl) {
		return isStorable(name, key) ? next().retrieve(name, key, ttl) : CompletableFuture.completedFuture(null);
	}

	/**
	 * If a value cannot be stored, an older one must not stay in its place.
	 */
	@Override
	public void put(String name, byte[] key, byte[] value, @Nullable Duration ttl) {
		boolean storable = isWritten(name, value);
		if (!isStorable(name, key)) {
			return;
		}
		if (storable) {
			next().put(name, key, value, ttl);
		}
		else {
			next().evictIfPresent(name, key);
		}
	}

	@Override
	@SuppressWarnings("NullAway")
	public CompletableFuture<Void> store(String name, byte[] key, byte[] value, @Nullable Duration ttl) {
		boolean storable = isWritten(name, value);
		if (!isStorable(name, key)) {
			return CompletableFuture.completedFuture(null);
		}
		// The thread may be the one that reads Redis's answers: it must not wait for one.
		return storable ? next().store(name, key, value, ttl)
				: CompletableFuture.runAsync(() -> next().evictIfPresent(name, key));
	}

	@Override
	public byte @Nullable [] putIfAbsent(String name, byte[] key, byte[] value, @Nullable Duration ttl) {
		boolean storable = isWritten(name, value);
		if (!isStorable(name, key)) {
			return null;
		}
		return storable ? next().putIfAbsent(name, key, value, ttl) : next().get(name, key);
	}

	@Override
	public boolean evictIfPresent(String name, byte[] key) {
		return isStorable(name, key) && next().evictIfPresent(name, key);
	}

	private boolean isStorable(String name, byte[] key) {
		String type = CacheKeys.unstorable(key);
		if (type != null) {
			this.warnings.key(name, type);
		}
		return type == null;
	}

	private boolean isWritten(String name, byte[] value) {
		if (!StandIns.isStandIn(value)) {
			this.values.standIns().forget();
			return true;
		}
		Written written = this.values.standIns().take(value);
		if (written != null && written.failure() != null) {
			this.warnings.value(name, written.value(), written.failure());
		}
		return false;
	}

}
