// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.metrics;

import java.util.regex.Pattern;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How the meters of workers are shown together.
 *
 * @param workerLabel Label, and tag, that tells a worker's slot. A label of the
 * application's with this name becomes 'exported_' and the name. Empty to add the workers
 * up: counts and gauges are summed, of maxima the greatest remains.
 */
@ConfigurationProperties("cluster.metrics")
public record MetricsProperties(@DefaultValue("worker") String workerLabel) {

	/**
	 * What Prometheus' text format and its data model leave for names of labels.
	 */
	private static final Pattern LABEL = Pattern.compile("(?!(le|quantile)$|__)[a-zA-Z_][a-zA-Z0-9_]*");

	public MetricsProperties {
		if (!workerLabel.isEmpty() && !LABEL.matcher(workerLabel).matches()) {
			throw new IllegalArgumentException(
					"'%s' is no name of a label; use one such as worker, or nothing".formatted(workerLabel));
		}
	}

}
