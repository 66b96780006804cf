// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.metrics;

import java.util.List;
import java.util.function.Predicate;

import io.prometheus.metrics.model.registry.PrometheusRegistry;

/**
 * The meters as Prometheus gets them.
 *
 * @param registry has them
 */
record PrometheusSource(PrometheusRegistry registry) implements MeterSource {

	@Override
	public String name() {
		return "prometheus";
	}

	@Override
	public List<Family> collect(Predicate<String> names) {
		return this.registry.scrape(names).stream().map(SnapshotFamily::of).toList();
	}

}
