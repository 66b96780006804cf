// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.cache;

import java.io.IOException;
import java.util.HexFormat;
import java.util.UUID;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

/**
 * Tests for {@link Invalidation} on the wire.
 */
class InvalidationTests {

	/**
	 * Sent and understood by workers of all versions. To change the format, raise its
	 * number; do not change this.
	 */
	private static final String FORMAT_1 = "01" + "00000000000000010000000000000002" + "6b" + "000475736572" + "ff00";

	@Test
	void formatStaysAsItIs() throws Exception {
		Invalidation message = new Invalidation(new UUID(1, 2), Invalidation.Kind.KEY, "user", new byte[] { -1, 0 });
		assertThat(HexFormat.of().formatHex(message.encode())).isEqualTo(FORMAT_1);
		assertThat(Invalidation.decode(HexFormat.of().parseHex(FORMAT_1))).usingRecursiveComparison()
			.isEqualTo(message);
	}

	@Test
	void patternIsToldFromAKey() throws Exception {
		Invalidation message = new Invalidation(UUID.randomUUID(), Invalidation.Kind.PATTERN, "user",
				new byte[] { '*' });
		assertThat(Invalidation.decode(message.encode())).usingRecursiveComparison().isEqualTo(message);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "01", "02", "0100000000000000010000000000000002" + "7a" + "000475736572" })
	void messageOfAnotherFormatIsRefused(String hex) {
		assertThatIOException().isThrownBy(() -> Invalidation.decode(HexFormat.of().parseHex(hex)));
	}

	@Test
	void longNamesFit() throws IOException {
		String cache = "c".repeat(10_000);
		Invalidation message = new Invalidation(UUID.randomUUID(), Invalidation.Kind.KEY, cache, new byte[100_000]);
		assertThat(Invalidation.decode(message.encode()).cache()).isEqualTo(cache);
	}

}
