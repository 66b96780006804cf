// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.session;

import java.nio.ByteBuffer;
import java.util.function.Function;
import java.util.function.LongFunction;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.data.redis.serializer.JdkSerializationRedisSerializer;
import org.springframework.data.redis.serializer.RedisSerializer;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link NumberFrame}.
 */
class NumberFrameTests {

	private static final LongFunction<Number> LONG = (value) -> value;

	private static final LongFunction<Number> INT = (value) -> (int) value;

	private final RedisSerializer<Object> java = new JdkSerializationRedisSerializer();

	private final NumberFrame longs = NumberFrame.of(this.java, Long.BYTES, LONG);

	private final NumberFrame ints = NumberFrame.of(this.java, Integer.BYTES, INT);

	@ParameterizedTest
	@ValueSource(longs = { 0, 1, -1, 1800, 255, 256, 1_800_000_000_000L, Long.MAX_VALUE, Long.MIN_VALUE })
	void numberIsWrittenAndReadAsJavaDoes(long value) {
		assertThat(this.longs.write(value)).isEqualTo(this.java.serialize(value));
		assertThat(this.longs.read(this.java.serialize(value))).isEqualTo(value);
		assertThat(this.ints.write((int) value)).isEqualTo(this.java.serialize((int) value));
		assertThat(this.ints.read(this.java.serialize((int) value))).isEqualTo((int) value);
	}

	@Test
	void otherValuesAreNotTakenForNumbers() {
		assertThat(this.longs.read(this.java.serialize(1))).isNull();
		assertThat(this.ints.read(this.java.serialize(1L))).isNull();
		assertThat(this.longs.read(this.java.serialize(1.0))).isNull();
		assertThat(this.longs.read(this.java.serialize("text"))).isNull();
		assertThat(this.longs.read(new byte[0])).isNull();
	}

	@Test
	void serializerThatWritesInAnotherWayHasNoFrame() {
		assertThat(NumberFrame.of(RedisSerializer.json(), Long.BYTES, LONG)).isNull();
		assertThat(NumberFrame.of(RedisSerializer.json(), Integer.BYTES, INT)).isNull();
		int[] count = new int[1];
		assertThat(NumberFrame.of(serializer((value) -> {
			byte[] bytes = this.java.serialize(value);
			bytes[0] = (byte) count[0]++;
			return bytes;
		}), Long.BYTES, LONG)).isNull();
	}

	@Test
	void serializerThatDoesNotNameTheTypeHasNoFrame() {
		assertThat(NumberFrame.of(serializer((value) -> ByteBuffer.allocate(Long.BYTES).putLong((long) value).array()),
				Long.BYTES, LONG))
			.isNull();
	}

	private static RedisSerializer<Object> serializer(Function<Object, byte[]> serialization) {
		return new RedisSerializer<>() {

			@Override
			public byte[] serialize(Object value) {
				return serialization.apply(value);
			}

			@Override
			public Object deserialize(byte[] bytes) {
				return bytes;
			}

		};
	}

}
