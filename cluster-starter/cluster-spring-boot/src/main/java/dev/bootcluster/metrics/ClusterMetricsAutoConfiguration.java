// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.metrics;

import java.util.List;

import dev.bootcluster.relay.RelayPost;
import dev.bootcluster.worker.Worker;
import io.micrometer.core.instrument.MeterRegistry;

import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.micrometer.metrics.actuate.endpoint.MetricsEndpoint;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsEndpointAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Lazy;

/**
 * Configures Boot's {@code metrics} endpoint to tell the meters of all workers.
 */
@AutoConfiguration(before = MetricsEndpointAutoConfiguration.class,
		after = { MetricsAutoConfiguration.class, CompositeMeterRegistryAutoConfiguration.class })
@ConditionalOnClass({ MeterRegistry.class, MetricsEndpoint.class })
@ConditionalOnBean({ Worker.class, RelayPost.class, MeterRegistry.class })
@Import(ClusterMetersConfiguration.class)
public final class ClusterMetricsAutoConfiguration {

	@Bean
	@Lazy(false)
	@ConditionalOnAvailableEndpoint(MetricsEndpoint.class)
	@ConditionalOnMissingBean(MetricsEndpoint.class)
	ClusterView clusterMetricsView(ClusterViews views, MeterRegistry registry, ClusterMeters meters) {
		meters.recognizeIn(registry);
		return views.open(new MicrometerSource(registry, meters), List.of(registry));
	}

	@Bean
	@ConditionalOnAvailableEndpoint(MetricsEndpoint.class)
	@ConditionalOnMissingBean(MetricsEndpoint.class)
	ClusterMetricsEndpoint metricsEndpoint(ClusterView clusterMetricsView) {
		return new ClusterMetricsEndpoint(clusterMetricsView.scrape());
	}

}
