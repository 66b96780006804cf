// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.defaults;

import java.util.function.Supplier;

import org.apache.commons.logging.Log;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.logging.DeferredLogFactory;
import org.springframework.mock.env.MockEnvironment;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ClusterDefaultsEnvironmentPostProcessor}.
 */
class ClusterDefaultsEnvironmentPostProcessorTests {

	private static final String EXPOSURE = "management.endpoints.web.exposure.include";

	private final MockEnvironment environment = new MockEnvironment();

	@BeforeEach
	void cluster() {
		this.environment.setProperty("cluster.workers", "max");
	}

	@Test
	void clusterGetsSuggestions() {
		process();
		assertThat(this.environment.getProperty(EXPOSURE)).isEqualTo("health,cluster");
	}

	@Test
	void whatTheUserSaysWins() {
		this.environment.setProperty(EXPOSURE, "*");
		process();
		assertThat(this.environment.getProperty(EXPOSURE)).isEqualTo("*");
	}

	@Test
	void suggestionsCanBeTurnedOff() {
		this.environment.setProperty("cluster.defaults.enabled", "false");
		process();
		assertThat(this.environment.getProperty(EXPOSURE)).isNull();
	}

	@Test
	void applicationWithoutAClusterGetsNone() {
		MockEnvironment standalone = new MockEnvironment();
		process(standalone);
		assertThat(standalone.getPropertySources()).hasSize(1);
	}

	private void process() {
		process(this.environment);
	}

	private static void process(MockEnvironment environment) {
		DeferredLogFactory logs = Supplier<Log>::get;
		new ClusterDefaultsEnvironmentPostProcessor(logs).postProcessEnvironment(environment,
				new SpringApplication(Object.class));
	}

}
