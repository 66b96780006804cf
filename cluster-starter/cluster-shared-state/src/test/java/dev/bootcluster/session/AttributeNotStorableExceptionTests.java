// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.session;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.data.redis.serializer.JdkSerializationRedisSerializer;
import org.springframework.data.redis.serializer.RedisSerializer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/**
 * Tests for {@link AttributeNotStorableException}: whatever a session cannot keep is
 * named with the attribute, its class, the class at fault, and the ways out.
 */
class AttributeNotStorableExceptionTests {

	static Stream<Arguments> values() {
		return Stream.of(arguments(new Cart(), Cart.class.getName(), Cart.class.getName() + " is not serializable"),
				arguments(new ArrayList<>(List.of("fig", new Cart())), "java.util.ArrayList",
						Cart.class.getName() + " is not serializable"),
				arguments(new Object[] { new Cart() }, "[Ljava.lang.Object;",
						Cart.class.getName() + " is not serializable"),
				arguments(new Thread(), "java.lang.Thread", "java.lang.Thread is not serializable"));
	}

	@ParameterizedTest
	@MethodSource("values")
	void messageNamesAttributeClassFaultAndWaysOut(Object value, String type, String fault) {
		SessionValues values = new SessionValues(new JdkSerializationRedisSerializer());
		assertThatExceptionOfType(AttributeNotStorableException.class).isThrownBy(() -> values.write("cart", value))
			.withMessageStartingWith("Session attribute 'cart' (%s) cannot be stored".formatted(type))
			.withMessageContaining(fault)
			.withMessageContaining("java.io.Serializable")
			.withMessageContaining("springSessionDefaultRedisSerializer");
	}

	@ParameterizedTest
	@MethodSource("values")
	void springsRepositoryNamesWhatItKnows(Object value, String type, String fault) {
		LenientSerializer serializer = new LenientSerializer(new JdkSerializationRedisSerializer());
		assertThatExceptionOfType(AttributeNotStorableException.class).isThrownBy(() -> serializer.serialize(value))
			.withMessageStartingWith("A session's attribute (%s) cannot be stored".formatted(type))
			.withMessageContaining(fault);
	}

	@Test
	void otherSerializersSayWhatIsWrongThemselves() {
		SessionValues values = new SessionValues(RedisSerializer.json());
		assertThatExceptionOfType(AttributeNotStorableException.class)
			.isThrownBy(() -> values.write("cart", new Cart()))
			.withMessageStartingWith("Session attribute 'cart' (%s)".formatted(Cart.class.getName()))
			.withMessageContaining("loops");
	}

	@Test
	void whatCanBeStoredIs() {
		SessionValues values = new SessionValues(new JdkSerializationRedisSerializer());
		assertThat(values.read("fruit", values.write("fruit", "apple"))).isEqualTo("apple");
	}

	/**
	 * In memory a session holds it.
	 */
	static class Cart {

		public Cart getLoops() {
			throw new IllegalStateException("loops");
		}

	}

}
