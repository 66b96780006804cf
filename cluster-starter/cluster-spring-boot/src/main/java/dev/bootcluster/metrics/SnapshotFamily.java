// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.metrics;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

import dev.bootcluster.metrics.Distribution.Bucket;
import dev.bootcluster.metrics.Distribution.Quantile;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.DataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Exemplar;
import io.prometheus.metrics.model.snapshots.Exemplars;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.Label;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricMetadata;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.NativeHistogramBucket;
import io.prometheus.metrics.model.snapshots.NativeHistogramBuckets;
import io.prometheus.metrics.model.snapshots.StateSetSnapshot;
import io.prometheus.metrics.model.snapshots.StateSetSnapshot.StateSetDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.SummarySnapshot;
import io.prometheus.metrics.model.snapshots.SummarySnapshot.SummaryDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.UnknownSnapshot.UnknownDataPointSnapshot;
import org.jspecify.annotations.Nullable;

/**
 * Makes families of Prometheus' snapshots.
 */
final class SnapshotFamily {

	private static final String MAXIMUM = "_max";

	private static final Map<Class<? extends MetricSnapshot>, Kind> KINDS = Map.of(CounterSnapshot.class, Kind.COUNTER,
			GaugeSnapshot.class, Kind.GAUGE, SummarySnapshot.class, Kind.SUMMARY, InfoSnapshot.class, Kind.INFO,
			StateSetSnapshot.class, Kind.STATE_SET);

	private SnapshotFamily() {
	}

	static Family of(MetricSnapshot snapshot) {
		MetricMetadata metadata = snapshot.getMetadata();
		boolean maximum = metadata.getPrometheusName().endsWith(MAXIMUM);
		List<Series> series = new ArrayList<>();
		for (DataPointSnapshot point : snapshot.getDataPoints()) {
			series.add(new Series(labels(point.getLabels()), point.getCreatedTimestampMillis(),
					point.getScrapeTimestampMillis(), value(point, maximum)));
		}
		return new Family(metadata.getName(), kind(snapshot), metadata.getHelp(),
				metadata.hasUnit() ? String.valueOf(metadata.getUnit()) : null, series);
	}

	private static Kind kind(MetricSnapshot snapshot) {
		if (snapshot instanceof HistogramSnapshot histogram) {
			return histogram.isGaugeHistogram() ? Kind.GAUGE_HISTOGRAM : Kind.HISTOGRAM;
		}
		return KINDS.getOrDefault(snapshot.getClass(), Kind.UNKNOWN);
	}

	private static Map<String, String> labels(Labels labels) {
		Map<String, String> map = new TreeMap<>();
		for (Label label : labels) {
			map.put(label.getName(), label.getValue());
		}
		return map;
	}

	private static Value value(DataPointSnapshot point, boolean maximum) {
		if (point instanceof CounterDataPointSnapshot counter) {
			return new Value.Count(counter.getValue(), example(counter.getExemplar()));
		}
		if (point instanceof GaugeDataPointSnapshot gauge) {
			return new Value.Level(gauge.getValue(), example(gauge.getExemplar()), maximum);
		}
		if (point instanceof UnknownDataPointSnapshot unknown) {
			return new Value.Level(unknown.getValue(), example(unknown.getExemplar()), maximum);
		}
		if (point instanceof SummaryDataPointSnapshot summary) {
			List<Quantile> quantiles = new ArrayList<>();
			summary.getQuantiles()
				.forEach((quantile) -> quantiles.add(new Quantile(quantile.getQuantile(), quantile.getValue())));
			return new Distribution(summary.getCount(), summary.getSum(), quantiles, List.of(), null,
					examples(summary.getExemplars()));
		}
		if (point instanceof HistogramDataPointSnapshot histogram) {
			return distribution(histogram);
		}
		if (point instanceof StateSetDataPointSnapshot states) {
			Map<String, Boolean> all = new TreeMap<>();
			states.forEach((state) -> all.put(state.getName(), state.isTrue()));
			return new Value.States(all);
		}
		return new Value.Presence();
	}

	private static Distribution distribution(HistogramDataPointSnapshot histogram) {
		List<Bucket> buckets = new ArrayList<>();
		histogram.getClassicBuckets()
			.forEach((bucket) -> buckets.add(new Bucket(bucket.getUpperBound(), bucket.getCount())));
		NativeHistogram exponential = histogram.hasNativeHistogramData()
				? new NativeHistogram(histogram.getNativeSchema(), histogram.getNativeZeroCount(),
						histogram.getNativeZeroThreshold(), buckets(histogram.getNativeBucketsForPositiveValues()),
						buckets(histogram.getNativeBucketsForNegativeValues()))
				: null;
		return new Distribution(histogram.getCount(), histogram.getSum(), List.of(), buckets, exponential,
				examples(histogram.getExemplars()));
	}

	private static Map<Integer, Long> buckets(NativeHistogramBuckets buckets) {
		Map<Integer, Long> counts = new TreeMap<>();
		for (NativeHistogramBucket bucket : buckets) {
			counts.put(bucket.getBucketIndex(), bucket.getCount());
		}
		return counts;
	}

	private static List<Example> examples(Exemplars exemplars) {
		List<Example> examples = new ArrayList<>();
		exemplars.forEach((exemplar) -> examples.add(Objects.requireNonNull(example(exemplar))));
		return examples;
	}

	private static @Nullable Example example(@Nullable Exemplar exemplar) {
		return (exemplar != null)
				? new Example(exemplar.getValue(), labels(exemplar.getLabels()), exemplar.getTimestampMillis()) : null;
	}

}
