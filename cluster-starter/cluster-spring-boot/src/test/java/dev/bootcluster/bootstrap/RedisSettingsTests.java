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

package dev.bootcluster.bootstrap;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.mock.env.MockEnvironment;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RedisSettings}.
 */
class RedisSettingsTests {

	@ParameterizedTest
	@ValueSource(strings = { "host", "port", "url", "sentinel.master", "cluster.nodes", "masterreplica.nodes" })
	void placeOfARedisIsAConfiguration(String property) {
		MockEnvironment environment = new MockEnvironment().withProperty("spring.data.redis." + property, "x");
		assertThat(RedisSettings.isConfigured(environment)).isTrue();
		assertThat(SharedStatePlan.of(ClusterProperties.of(environment), environment).server()).isNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "timeout", "connect-timeout", "password", "lettuce.pool.enabled", "repositories.enabled" })
	void wayToUseARedisIsNone(String property) {
		assertThat(RedisSettings.isConfigured(new MockEnvironment().withProperty("spring.data.redis." + property, "x")))
			.isFalse();
	}

}
