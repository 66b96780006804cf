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
