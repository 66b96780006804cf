// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.redis;

import java.io.InvalidClassException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.data.redis.serializer.SerializationException;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link UnreadableValues}.
 */
@ExtendWith(OutputCaptureExtension.class)
class UnreadableValuesTests {

	private final UnreadableValues values = new UnreadableValues("%s (%s) cannot be read: %s");

	@Test
	void nameAndClassAreWarnedOfOnce(CapturedOutput output) {
		for (int i = 0; i < 3; i++) {
			this.values.report("fruit", of(new InvalidClassException("com.example.Fruit", "another version")));
			this.values.report("basket", of(new ClassNotFoundException("com.example.Basket")));
			this.values.report("plant", new NoClassDefFoundError("com/example/Plant"));
			this.values.report("seed", new IllegalStateException("no idea"));
		}
		assertThat(output.toString()).containsOnlyOnce("fruit (class com.example.Fruit) cannot be read: ")
			.containsOnlyOnce("basket (class com.example.Basket) cannot be read: ")
			.containsOnlyOnce("plant (class com.example.Plant) cannot be read: ")
			.containsOnlyOnce("seed (unknown class) cannot be read: java.lang.IllegalStateException: no idea");
	}

	@Test
	void warningsHaveAnEnd(CapturedOutput output) {
		for (int i = 0; i < UnreadableValues.MOST_WARNINGS + 10; i++) {
			this.values.report("name " + i, new IllegalStateException());
		}
		assertThat(output.getOut().lines().filter((line) -> line.contains("cannot be read")))
			.hasSize(UnreadableValues.MOST_WARNINGS);
	}

	private static Throwable of(Exception cause) {
		return new SerializationException("Cannot deserialize", cause);
	}

}
