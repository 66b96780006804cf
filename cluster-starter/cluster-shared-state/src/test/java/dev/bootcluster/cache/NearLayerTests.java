// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.cache;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Test;

import org.springframework.util.unit.DataSize;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link NearLayer} on a clock set by the test.
 */
class NearLayerTests {

	private static final byte[] KEY = bytes("users::1");

	private static final byte[] VALUE = bytes("value");

	private static final Duration LONG = Duration.ofHours(1);

	private final AtomicLong nanos = new AtomicLong();

	private final CacheProperties properties = TestWorker.near();

	private final NearLayer near = new NearLayer(this.properties, this.nanos::get, true);

	@Test
	void valueIsKeptForItsTimeButNotLongerThanAllowed() {
		fill("users", KEY, Duration.ofSeconds(2));
		fill("users", bytes("users::2"), LONG);
		this.nanos.addAndGet(Duration.ofMillis(1999).toNanos());
		assertThat(this.near.get(KEY)).isEqualTo(VALUE);
		this.nanos.addAndGet(Duration.ofMillis(1).toNanos());
		assertThat(this.near.get(KEY)).isNull();
		assertThat(this.near.get(bytes("users::2"))).isEqualTo(VALUE);
		this.nanos.addAndGet(Duration.ofMinutes(1).toNanos());
		assertThat(this.near.get(bytes("users::2"))).isNull();
	}

	@Test
	void valueThatWasReadBeforeAChangeIsNotKeptAfterIt() {
		long stamp = this.near.stamp(KEY);
		this.near.evict(KEY);
		this.near.fill("users", KEY, VALUE, LONG, stamp);
		assertThat(this.near.get(KEY)).isNull();
		stamp = this.near.stamp(KEY);
		this.near.clear("users", bytes("users::*"));
		this.near.fill("users", KEY, VALUE, LONG, stamp);
		assertThat(this.near.get(KEY)).isNull();
		stamp = this.near.stamp(KEY);
		this.near.deaf();
		this.near.listening();
		this.near.fill("users", KEY, VALUE, LONG, stamp);
		assertThat(this.near.get(KEY)).isNull();
		fill("users", KEY, LONG);
		assertThat(this.near.get(KEY)).isEqualTo(VALUE);
	}

	@Test
	void clearanceConcernsOneCacheUnlessItsPatternIsTrueForAllKeys() {
		fill("users", KEY, LONG);
		fill("rooms", bytes("rooms::1"), LONG);
		this.near.clear("users", bytes("users::*"));
		assertThat(this.near.get(KEY)).isNull();
		assertThat(this.near.get(bytes("rooms::1"))).isEqualTo(VALUE);
		this.near.clear("users", bytes("*"));
		assertThat(this.near.get(bytes("rooms::1"))).isNull();
	}

	@Test
	void nothingIsKeptByWhoDoesNotHearOfChanges() {
		fill("users", KEY, LONG);
		this.near.deaf();
		assertThat(this.near.get(KEY)).isNull();
		fill("users", KEY, LONG);
		this.near.listening();
		assertThat(this.near.get(KEY)).isNull();
	}

	@Test
	void memoryIsBounded() {
		this.properties.setNearMaxSize(DataSize.ofKilobytes(100));
		NearLayer small = new NearLayer(this.properties, this.nanos::get, true);
		byte[] kilobyte = new byte[1024];
		for (int i = 0; i < 1000; i++) {
			byte[] key = bytes("users::" + i);
			small.fill("users", key, kilobyte, LONG, small.stamp(key));
		}
		assertThat(small.size()).isBetween(10L, 100L);
	}

	private void fill(String cache, byte[] key, Duration ttl) {
		this.near.fill(cache, key, VALUE, ttl, this.near.stamp(key));
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

}
