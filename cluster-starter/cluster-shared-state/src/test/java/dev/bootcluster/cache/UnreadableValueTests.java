// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.cache;

import java.io.Serializable;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.data.redis.serializer.RedisSerializationContext.SerializationPair;
import org.springframework.data.redis.serializer.RedisSerializer;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for values that another generation wrote and this one cannot read.
 */
@ExtendWith(OutputCaptureExtension.class)
class UnreadableValueTests extends OnRedis {

	private static final String KEY = "values::key";

	@Test
	void valueOfAnotherShapeIsComputedAgainAndOverwrittenWithOneWarning(CapturedOutput output) {
		TestWorker worker = worker(new CacheProperties());
		for (int i = 0; i < 3; i++) {
			redis.set(KEY, ofAnotherGeneration());
			assertThat(worker.cache("values").get("key")).isNull();
			assertThat(worker.get("values", "key", () -> new Fruit("pear"))).isEqualTo(new Fruit("pear"));
			assertThat(worker.cache("values").get("key").get()).isEqualTo(new Fruit("pear"));
		}
		assertThat(output.toString()).containsOnlyOnce("Cache 'values' has values that cannot be read here")
			.containsOnlyOnce(Fruit.class.getName());
	}

	@Test
	void valueOfAnotherShapeIsAbsent() throws Exception {
		TestWorker worker = worker(TestWorker.near()).awaitNear();
		redis.set(KEY, ofAnotherGeneration());
		assertThat(worker.cache("values").retrieve("key").get()).isNull();
		assertThat(worker.cache("values").putIfAbsent("key", new Fruit("plum"))).isNull();
		assertThat(worker.cache("values").get("key").get()).isEqualTo(new Fruit("plum"));
	}

	@Test
	void nullIsReadWhateverTheSerializer() {
		TestWorker worker = new TestWorker(redis, new CacheProperties(), (configuration) -> configuration
			.serializeValuesWith(SerializationPair.fromSerializer(RedisSerializer.string())));
		this.workers.add(worker);
		assertThat(worker.<String>get("values", "key", () -> null)).isNull();
		assertThat(worker.get("values", "key", () -> "computed")).isNull();
		assertThat(worker.get("values", "text", () -> "text")).isEqualTo("text");
		assertThat(worker.cache("values").get("text").get()).isEqualTo("text");
	}

	/**
	 * A fruit whose class has another serial version.
	 */
	private static byte[] ofAnotherGeneration() {
		byte[] bytes = RedisSerializer.java().serialize(new Fruit("apple"));
		// It follows the name of the class.
		int version = 2 + 2 + 2 + Fruit.class.getName().length();
		bytes[version + 7] ^= 1;
		return bytes;
	}

	private TestWorker worker(CacheProperties properties) {
		TestWorker worker = new TestWorker(redis, properties);
		this.workers.add(worker);
		return worker;
	}

	/**
	 * A value. Not a record, because records read any version of themselves.
	 */
	static final class Fruit implements Serializable {

		private static final long serialVersionUID = 4;

		private final String name;

		Fruit(String name) {
			this.name = name;
		}

		@Override
		public boolean equals(Object other) {
			return other instanceof Fruit fruit && fruit.name.equals(this.name);
		}

		@Override
		public int hashCode() {
			return this.name.hashCode();
		}

	}

}
