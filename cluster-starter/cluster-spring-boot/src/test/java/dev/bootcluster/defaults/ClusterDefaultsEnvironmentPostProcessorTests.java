// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.defaults;

import java.util.function.Supplier;

import org.apache.commons.logging.Log;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.logging.DeferredLogFactory;
import org.springframework.mock.env.MockEnvironment;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ClusterDefaultsEnvironmentPostProcessor}.
 */
class ClusterDefaultsEnvironmentPostProcessorTests {

	private static final String EXPOSURE = "management.endpoints.web.exposure.include";

	private static final String SLO = "management.metrics.distribution.slo.http.server.requests";

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
	void requestsAreCountedByWhetherTheyWereFast() {
		process();
		assertThat(this.environment.getProperty(SLO)).isEqualTo("100ms,150ms");
	}

	@ParameterizedTest
	@ValueSource(strings = { "slo.http.server.requests", "slo.http", "slo.all", "percentiles.http.server.requests",
			"percentiles-histogram.http.server", "percentiles-histogram[http.server.requests]" })
	void distributionThatTheUserChoseStays(String setting) {
		this.environment.setProperty("management.metrics.distribution." + setting, "7ms");
		process();
		assertThat(this.environment.getProperty(SLO)).isNotEqualTo("100ms,150ms");
	}

	@Test
	void distributionOfAnotherMeterIsNone() {
		this.environment.setProperty("management.metrics.distribution.slo.http.client.requests", "7ms");
		process();
		assertThat(this.environment.getProperty(SLO)).isEqualTo("100ms,150ms");
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
