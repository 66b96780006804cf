// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.metrics;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Collects the meters of all workers, so that Prometheus' library does with them what it
 * does with those of one process: select, order and write them.
 */
final class ClusterSnapshots implements MultiCollector {

	private static final Log logger = LogFactory.getLog(ClusterSnapshots.class);

	private final ClusterScrape scrape;

	private final Set<String> unfit = ConcurrentHashMap.newKeySet();

	private ClusterSnapshots(ClusterScrape scrape) {
		this.scrape = scrape;
	}

	/**
	 * Return a registry that has nothing else.
	 */
	static PrometheusRegistry registryOf(ClusterScrape scrape) {
		PrometheusRegistry registry = new PrometheusRegistry();
		MultiCollector collector = new ClusterSnapshots(scrape);
		registry.register(collector);
		return registry;
	}

	@Override
	public MetricSnapshots collect() {
		List<MetricSnapshot> snapshots = new ArrayList<>();
		for (Family family : this.scrape.families()) {
			try {
				snapshots.add(FamilySnapshot.of(family));
			}
			catch (IllegalArgumentException | ClassCastException ex) {
				// Better one family less than none at all.
				if (this.unfit.add(family.name())) {
					logger.warn("Workers do not agree on what %s is: it is left out".formatted(family.name()), ex);
				}
			}
		}
		return new MetricSnapshots(snapshots);
	}

}
