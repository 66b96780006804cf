// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.metrics;

import java.time.Duration;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.distribution.DistributionStatisticConfig;
import org.jspecify.annotations.Nullable;

/**
 * Counts requests by whether they were as fast as a user wants them, unless the
 * application has said anything about their distribution: with objectives Prometheus gets
 * a histogram, and no quantiles. The last of the filters, so that it knows.
 */
final class RequestObjectives implements MeterFilter {

	private static final String REQUESTS = "http.server.requests";

	private static final double[] OBJECTIVES = { Duration.ofMillis(100).toNanos(), Duration.ofMillis(150).toNanos() };

	@Override
	public @Nullable DistributionStatisticConfig configure(Meter.Id id, DistributionStatisticConfig config) {
		if (id.getType() != Meter.Type.TIMER || !REQUESTS.equals(id.getName()) || isChosen(config)) {
			return config;
		}
		return DistributionStatisticConfig.builder().serviceLevelObjectives(OBJECTIVES).build().merge(config);
	}

	private static boolean isChosen(DistributionStatisticConfig config) {
		return config.getServiceLevelObjectiveBoundaries() != null || config.getPercentiles() != null
				|| config.isPercentileHistogram() != null;
	}

}
