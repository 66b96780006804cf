// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.metrics;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Stream;

import io.prometheus.metrics.model.registry.Collector;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.StateSetSnapshot;

/**
 * A registry that can tell what only grows without reading gauges, which may have to ask
 * a database. Micrometer's collectors do not say what they have before they are read, but
 * each has meters of one type.
 */
final class CountingRegistry extends PrometheusRegistry {

	private static final String MICROMETER = "io.micrometer.";

	private final Map<Object, Supplier<List<MetricSnapshot>>> collectors = new ConcurrentHashMap<>();

	private final Set<Object> levels = ConcurrentHashMap.newKeySet();

	@Override
	public void register(Collector collector) {
		super.register(collector);
		this.collectors.put(collector, () -> Stream.ofNullable(collector.collect()).toList());
	}

	@Override
	public void register(MultiCollector collector) {
		super.register(collector);
		this.collectors.put(collector, () -> collector.collect().stream().toList());
	}

	@Override
	public void unregister(Collector collector) {
		super.unregister(collector);
		forget(collector);
	}

	@Override
	public void unregister(MultiCollector collector) {
		super.unregister(collector);
		forget(collector);
	}

	private void forget(Object collector) {
		this.collectors.remove(collector);
		this.levels.remove(collector);
	}

	@Override
	public void clear() {
		super.clear();
		this.collectors.clear();
		this.levels.clear();
	}

	/**
	 * Return all snapshots but those that are known to have nothing that only grows: of a
	 * gauge from the second time on.
	 */
	List<MetricSnapshot> scrapeCounts() {
		List<MetricSnapshot> all = new ArrayList<>();
		this.collectors.forEach((collector, reader) -> {
			if (!this.levels.contains(collector)) {
				List<MetricSnapshot> snapshots = reader.get();
				all.addAll(snapshots);
				if (isOfOneType(collector) && !snapshots.isEmpty()
						&& snapshots.stream().allMatch(CountingRegistry::isLevel)) {
					this.levels.add(collector);
				}
			}
		});
		return all;
	}

	private static boolean isOfOneType(Object collector) {
		return collector instanceof Collector || collector.getClass().getName().startsWith(MICROMETER);
	}

	private static boolean isLevel(MetricSnapshot snapshot) {
		return snapshot instanceof GaugeSnapshot || snapshot instanceof InfoSnapshot
				|| snapshot instanceof StateSetSnapshot;
	}

}
