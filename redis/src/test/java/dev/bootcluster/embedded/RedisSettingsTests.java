/*
 * Copyright 2026 the Boot Cluster authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *      https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */

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
