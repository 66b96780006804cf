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

package dev.bootcluster.autoconfigure;

import dev.bootcluster.bootstrap.ReadinessCheck;
import dev.bootcluster.worker.Worker;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.health.actuate.endpoint.HealthDescriptor;
import org.springframework.boot.health.actuate.endpoint.HealthEndpoint;
import org.springframework.boot.health.autoconfigure.actuate.endpoint.HealthEndpointAutoConfiguration;
import org.springframework.boot.health.contributor.Status;
import org.springframework.context.annotation.Bean;

/**
 * Makes a worker wait for the application's readiness group before it reports ready.
 */
@AutoConfiguration(after = HealthEndpointAutoConfiguration.class)
@ConditionalOnClass(HealthEndpoint.class)
@ConditionalOnBean({ Worker.class, HealthEndpoint.class })
public final class ClusterReadinessAutoConfiguration {

	private static final String READINESS = "readiness";

	@Bean
	@ConditionalOnMissingBean
	ReadinessCheck clusterReadinessCheck(HealthEndpoint health) {
		return () -> {
			HealthDescriptor readiness = health.healthForPath(READINESS);
			// Without the group, an application is ready once it has started.
			return readiness == null || readiness.getStatus().equals(Status.UP);
		};
	}

}
