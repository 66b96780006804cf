// SPDX-License-Identifier: Apache-2.0

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
