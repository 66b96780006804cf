// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.metrics;

import java.util.List;

import dev.bootcluster.relay.RelayPost;
import dev.bootcluster.worker.Worker;
import io.micrometer.core.instrument.Clock;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.model.registry.PrometheusRegistry;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.ConditionalOnEnabledMetricsExport;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.prometheus.PrometheusMetricsExportAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.prometheus.PrometheusScrapeEndpoint;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Lazy;

/**
 * Configures Boot's endpoint for Prometheus to tell the meters of all workers.
 */
@AutoConfiguration(before = PrometheusMetricsExportAutoConfiguration.class, after = MetricsAutoConfiguration.class)
@ConditionalOnClass({ PrometheusMeterRegistry.class, PrometheusScrapeEndpoint.class })
@ConditionalOnBean({ Worker.class, RelayPost.class, Clock.class })
@ConditionalOnEnabledMetricsExport("prometheus")
@ConditionalOnAvailableEndpoint(PrometheusScrapeEndpoint.class)
@ConditionalOnMissingBean(PrometheusScrapeEndpoint.class)
@Conditional(PrometheusExportCondition.class)
@Import(ClusterMetersConfiguration.class)
public final class ClusterPrometheusAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	PrometheusRegistry prometheusRegistry() {
		return new CountingRegistry();
	}

	@Bean
	@Lazy(false)
	ClusterView clusterPrometheusView(ClusterViews views, PrometheusRegistry registry,
			ObjectProvider<PrometheusMeterRegistry> meters, ClusterMeters clusterMeters) {
		List<PrometheusMeterRegistry> registries = meters.orderedStream().toList();
		registries.forEach(clusterMeters::recognizeIn);
		return views.open(new PrometheusSource(registry, registries, clusterMeters), registries);
	}

	@Bean
	PrometheusScrapeEndpoint prometheusEndpoint(ClusterView clusterPrometheusView, PrometheusConfig config) {
		return new PrometheusScrapeEndpoint(ClusterSnapshots.registryOf(clusterPrometheusView.scrape()),
				config.prometheusProperties());
	}

}
