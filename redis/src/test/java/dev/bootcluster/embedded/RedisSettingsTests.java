// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.embedded;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests of {@link RedisSettings}.
 */
class RedisSettingsTests {

	@Test
	void toStringHidesThePassword() {
		assertThat(new RedisSettings(20000, "secret", "1gb")).hasToString("127.0.0.1:20000");
	}

	@Test
	void configurationNamesThePasswordAndTheBound() {
		assertThat(new RedisSettings(20000, "secret", "1gb").toConfiguration()).contains("port 20000\n")
			.contains("requirepass secret\n")
			.contains("maxmemory 1gb\n");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "0", "lots", "-1", "1tb", "1mb\nbind 0.0.0.0" })
	void maxMemoryWhenNoAmountOfMemoryIsRefused(String maxMemory) {
		assertThatIllegalArgumentException().isThrownBy(() -> new RedisSettings(20000, "secret", maxMemory))
			.withMessageContaining(RedisSettings.MAX_MEMORY_PROPERTY);
	}

}
