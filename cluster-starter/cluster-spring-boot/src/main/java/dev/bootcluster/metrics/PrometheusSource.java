// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.metrics;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

import io.micrometer.core.instrument.LongTaskTimer;
import io.micrometer.core.instrument.MeterRegistry;
import io.prometheus.metrics.model.registry.PrometheusRegistry;

/**
 * The meters as Prometheus gets them.
 *
 * @param registry has them
 * @param meters those of Micrometer's among them
 */
record PrometheusSource(PrometheusRegistry registry, List<? extends MeterRegistry> meters) implements MeterSource {

	@Override
	public String name() {
		return "prometheus";
	}

	@Override
	public List<Family> collect(Predicate<String> names) {
		Set<String> tasks = tasks();
		return this.registry.scrape(names)
			.stream()
			.map(SnapshotFamily::of)
			.map((family) -> tasks.contains(family.name()) ? family.ofPresentValues() : family)
			.toList();
	}

	/**
	 * Micrometer shows Prometheus tasks that run as a summary, whose count and sum fall
	 * when they end.
	 */
	private Set<String> tasks() {
		Set<String> names = new HashSet<>();
		this.meters.forEach((registry) -> registry.forEachMeter((meter) -> {
			if (meter instanceof LongTaskTimer) {
				names.add(meter.getId().getConventionName(registry.config().namingConvention()));
			}
		}));
		return names;
	}

}
