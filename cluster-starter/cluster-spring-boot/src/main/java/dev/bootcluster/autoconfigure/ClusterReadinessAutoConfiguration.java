// SPDX-License-Identifier: Apache-2.0

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
