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

import java.util.Map;

import dev.bootcluster.ipc.WorkerLaunch;

import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.bootstrap.BootstrapRegistry.InstanceSupplier;
import org.springframework.boot.bootstrap.ConfigurableBootstrapContext;
import org.springframework.boot.context.config.ConfigDataEnvironmentPostProcessor;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/**
 * Makes a worker read the configuration pinned for its generation instead of the files,
 * which may have changed by now or be half written.
 */
class BeforeConfigDataPostProcessor implements EnvironmentPostProcessor, Ordered {

	private final ConfigurableBootstrapContext context;

	BeforeConfigDataPostProcessor(ConfigurableBootstrapContext context) {
		this.context = context;
	}

	@Override
	public int getOrder() {
		return ConfigDataEnvironmentPostProcessor.ORDER - 1;
	}

	@Override
	public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
		this.context.registerIfAbsent(ConfigurationSources.class,
				InstanceSupplier.of(new ConfigurationSources(environment)));
		WorkerLaunch launch = WorkerLaunch.fromSystemProperties();
		if (launch != null) {
			environment.getPropertySources()
				.addFirst(new MapPropertySource("clusterConfiguration",
						Map.of("spring.config.location", "file:" + launch.configuration(),
								"spring.config.additional-location", "", "spring.config.import", "")));
		}
	}

}
