// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.metrics;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiPredicate;

import io.micrometer.core.instrument.LongTaskTimer;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;

/**
 * The meters as Prometheus gets them.
 *
 * @param registry has them
 * @param meters those of Micrometer's among them
 * @param cluster those of the cluster among these
 */
record PrometheusSource(PrometheusRegistry registry, List<? extends MeterRegistry> meters,
		ClusterMeters cluster) implements MeterSource {

	@Override
	public String name() {
		return "prometheus";
	}

	@Override
	public Collected collect() {
		return collect(this.registry.scrape());
	}

	private Collected collect(Iterable<MetricSnapshot> snapshots) {
		// Prometheus gets tasks that run as a summary, whose count and sum fall when they
		// end.
		Set<String> tasks = names((registry, meter) -> meter instanceof LongTaskTimer);
		Set<String> cluster = names((registry, meter) -> this.cluster.isIn(registry, meter.getId()));
		List<Family> own = new ArrayList<>();
		List<Family> ofTheCluster = new ArrayList<>();
		for (MetricSnapshot snapshot : snapshots) {
			Family family = SnapshotFamily.of(snapshot);
			(cluster.contains(family.name()) ? ofTheCluster : own)
				.add(tasks.contains(family.name()) ? family.ofPresentValues() : family);
		}
		return new Collected(own, ofTheCluster);
	}

	@Override
	public List<Family> collectCounts() {
		return Family.counted(
				((this.registry instanceof CountingRegistry counting) ? collect(counting.scrapeCounts()) : collect())
					.own());
	}

	private Set<String> names(BiPredicate<MeterRegistry, Meter> meters) {
		Set<String> names = new HashSet<>();
		this.meters.forEach((registry) -> registry.forEachMeter((meter) -> {
			if (meters.test(registry, meter)) {
				names.add(meter.getId().getConventionName(registry.config().namingConvention()));
			}
		}));
		return names;
	}

}
