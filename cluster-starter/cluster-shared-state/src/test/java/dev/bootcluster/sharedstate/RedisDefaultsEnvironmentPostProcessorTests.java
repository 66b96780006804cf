// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.sharedstate;

import java.util.function.Supplier;

import org.apache.commons.logging.Log;
import org.junit.jupiter.api.Test;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.logging.DeferredLogFactory;
import org.springframework.mock.env.MockEnvironment;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RedisDefaultsEnvironmentPostProcessor}.
 */
class RedisDefaultsEnvironmentPostProcessorTests {

	private final MockEnvironment environment = new MockEnvironment();

	@Test
	void clusterWaitsForRedisBriefly() {
		process("cluster.workers", "max");
		assertThat(this.environment.getProperty("spring.data.redis.timeout")).isEqualTo("1s");
	}

	@Test
	void whatTheUserSaysWins() {
		this.environment.setProperty("spring.data.redis.timeout", "7s");
		process("cluster.workers", "max");
		assertThat(this.environment.getProperty("spring.data.redis.timeout")).isEqualTo("7s");
		assertThat(this.environment.getProperty("spring.data.redis.connect-timeout")).isEqualTo("1s");
	}

	@Test
	void applicationWithoutAClusterGetsNone() {
		process("cluster.enabled", "true");
		assertThat(this.environment.getProperty("spring.data.redis.timeout")).isNull();
	}

	private void process(String name, String value) {
		this.environment.setProperty(name, value);
		DeferredLogFactory logs = Supplier<Log>::get;
		new RedisDefaultsEnvironmentPostProcessor(logs).postProcessEnvironment(this.environment,
				new SpringApplication(Object.class));
	}

}
