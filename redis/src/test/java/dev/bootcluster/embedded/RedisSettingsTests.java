// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.embedded;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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

	@ParameterizedTest
	@CsvSource({ "6, 2, false", "7, 0, true", "7, 2, true", "8, 0, true" })
	void configurationNamesThePasswordAndTheBoundAndWhatTheVersionKnows(int major, int minor, boolean protects) {
		String configuration = new RedisSettings(20000, "secret", "1gb")
			.toConfiguration(new RedisVersion(major, minor));
		assertThat(configuration).contains("port 20000\n").contains("requirepass secret\n").contains("maxmemory 1gb\n");
		assertThat(configuration.contains("enable-protected-configs local\n")).isEqualTo(protects);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "0", "lots", "-1", "1tb", "1mb\nbind 0.0.0.0" })
	void maxMemoryWhenNoAmountOfMemoryIsRefused(String maxMemory) {
		assertThatIllegalArgumentException().isThrownBy(() -> new RedisSettings(20000, "secret", maxMemory))
			.withMessageContaining(RedisSettings.MAX_MEMORY_PROPERTY);
	}

}
