// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.demo;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.cache.CacheManager;
import org.springframework.cache.concurrent.ConcurrentMapCacheManager;
import org.springframework.test.web.servlet.client.RestTestClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what the demo computes once and then answers from the cache.
 */
@DemoTest
class CachingTests {

	private static final long PID = ProcessHandle.current().pid();

	@Autowired
	private RestTestClient client;

	@Autowired
	private CacheManager caches;

	@Test
	void cachedValueIsComputedOncePerKey() {
		String key = UUID.randomUUID().toString();
		CachedValue first = get("/cached/" + key, CachedValue.class);
		assertThat(first.key()).isEqualTo(key);
		assertThat(first.pid()).isEqualTo(PID);
		assertThat(get("/cached/" + key, CachedValue.class)).isEqualTo(first);
		assertThat(get("/cached/other-" + key, CachedValue.class).value()).isNotEqualTo(first.value());
	}

	@Test
	void cachedValueWhenForgottenIsComputedAnew() {
		CachedValue first = get("/cached/forgotten", CachedValue.class);
		this.caches.getCache("values").evict("forgotten");
		assertThat(get("/cached/forgotten", CachedValue.class).value()).isNotEqualTo(first.value());
	}

	@Test
	void usersSquareWithEveryComputationAndStayBounded() {
		UserDatabase database = new UserDatabase(new ConcurrentMapCacheManager());
		List<Long> counts = Stream.generate(database::countUsers).limit(4).toList();
		assertThat(counts).containsExactly(25L, 625L, 390625L, 25L);
	}

	@Test
	void usersBetweenComputationsStayTheSame() {
		UserCount count = get("/users", UserCount.class);
		assertThat(count.pid()).isEqualTo(PID);
		assertThat(get("/users", UserCount.class)).isEqualTo(count);
	}

	@Test
	void cachedTypesSurviveSerialization() throws Exception {
		CachedValue value = new CachedValue("key", "value", 42);
		assertThat(copy(value)).isEqualTo(value);
	}

	private <T> T get(String uri, Class<T> type) {
		return this.client.get()
			.uri(uri)
			.exchange()
			.expectStatus()
			.isOk()
			.expectBody(type)
			.returnResult()
			.getResponseBody();
	}

	private static Object copy(Object object) throws IOException, ClassNotFoundException {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
			out.writeObject(object);
		}
		try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
			return in.readObject();
		}
	}

}
