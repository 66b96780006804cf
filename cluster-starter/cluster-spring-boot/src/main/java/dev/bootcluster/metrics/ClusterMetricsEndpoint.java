// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.metrics;

import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.micrometer.metrics.actuate.endpoint.MetricsEndpoint;

/**
 * Boot's endpoint for the meters of all workers. Boot's rules add them up.
 */
@Endpoint(id = "metrics")
public final class ClusterMetricsEndpoint extends MetricsEndpoint {

	private final ClusterScrape scrape;

	ClusterMetricsEndpoint(ClusterScrape scrape) {
		super(MicrometerSource.registryOf(List.of()));
		this.scrape = scrape;
	}

	@Override
	@ReadOperation
	public MetricNamesDescriptor listNames() {
		return all().listNames();
	}

	@Override
	@ReadOperation
	public @Nullable MetricDescriptor metric(@Selector String requiredMetricName, @Nullable List<String> tag) {
		return all().metric(requiredMetricName, tag);
	}

	private MetricsEndpoint all() {
		return new MetricsEndpoint(MicrometerSource.registryOf(this.scrape.families()));
	}

}
