// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.metrics;

import java.util.List;
import java.util.Map;

import dev.bootcluster.metrics.Distribution.Bucket;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Exemplar;
import io.prometheus.metrics.model.snapshots.Exemplars;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot.InfoDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricMetadata;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.NativeHistogramBuckets;
import io.prometheus.metrics.model.snapshots.Quantile;
import io.prometheus.metrics.model.snapshots.Quantiles;
import io.prometheus.metrics.model.snapshots.StateSetSnapshot;
import io.prometheus.metrics.model.snapshots.StateSetSnapshot.StateSetDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.SummarySnapshot;
import io.prometheus.metrics.model.snapshots.SummarySnapshot.SummaryDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Unit;
import io.prometheus.metrics.model.snapshots.UnknownSnapshot;
import io.prometheus.metrics.model.snapshots.UnknownSnapshot.UnknownDataPointSnapshot;
import org.jspecify.annotations.Nullable;

/**
 * Makes Prometheus' snapshots of families.
 */
final class FamilySnapshot {

	private FamilySnapshot() {
	}

	static MetricSnapshot of(Family family) {
		MetricMetadata metadata = new MetricMetadata(family.name(), family.help(),
				(family.unit() != null) ? new Unit(family.unit()) : null);
		List<Series> series = family.series();
		return switch (family.kind()) {
			case COUNTER -> new CounterSnapshot(metadata, series.stream().map(FamilySnapshot::counter).toList());
			case GAUGE -> new GaugeSnapshot(metadata, series.stream().map(FamilySnapshot::gauge).toList());
			case HISTOGRAM, GAUGE_HISTOGRAM -> new HistogramSnapshot(family.kind() == Kind.GAUGE_HISTOGRAM, metadata,
					series.stream().map(FamilySnapshot::histogram).toList());
			case SUMMARY, GAUGE_SUMMARY ->
				new SummarySnapshot(metadata, series.stream().map(FamilySnapshot::summary).toList());
			case INFO -> new InfoSnapshot(metadata,
					series.stream().map((one) -> new InfoDataPointSnapshot(labels(one.labels()), one.time())).toList());
			case STATE_SET -> new StateSetSnapshot(metadata, series.stream().map(FamilySnapshot::states).toList());
			case UNKNOWN, METER -> new UnknownSnapshot(metadata, series.stream().map(FamilySnapshot::unknown).toList());
		};
	}

	private static CounterDataPointSnapshot counter(Series series) {
		Value.Count count = (Value.Count) series.value();
		return new CounterDataPointSnapshot(count.value(), labels(series.labels()), exemplar(count.exemplar()),
				series.created(), series.time());
	}

	private static GaugeDataPointSnapshot gauge(Series series) {
		Value.Level level = (Value.Level) series.value();
		return new GaugeDataPointSnapshot(level.value(), labels(series.labels()), exemplar(level.exemplar()),
				series.time());
	}

	private static UnknownDataPointSnapshot unknown(Series series) {
		Value.Level level = (Value.Level) series.value();
		return new UnknownDataPointSnapshot(level.value(), labels(series.labels()), exemplar(level.exemplar()),
				series.time());
	}

	private static SummaryDataPointSnapshot summary(Series series) {
		Distribution values = (Distribution) series.value();
		return new SummaryDataPointSnapshot(values.count(), values.sum(),
				Quantiles.of(values.quantiles()
					.stream()
					.map((quantile) -> new Quantile(quantile.quantile(), quantile.value()))
					.toList()),
				labels(series.labels()), exemplars(values.exemplars()), series.created(), series.time());
	}

	private static HistogramDataPointSnapshot histogram(Series series) {
		Distribution values = (Distribution) series.value();
		NativeHistogram exponential = values.exponential();
		int schema = (exponential != null) ? exponential.schema() : HistogramSnapshot.CLASSIC_HISTOGRAM;
		return new HistogramDataPointSnapshot(classic(values), schema, (exponential != null) ? exponential.zeros() : 0,
				(exponential != null) ? exponential.threshold() : 0,
				buckets((exponential != null) ? exponential.positive() : Map.of()),
				buckets((exponential != null) ? exponential.negative() : Map.of()), values.sum(),
				labels(series.labels()), exemplars(values.exemplars()), series.created(), series.time());
	}

	/**
	 * A worker that has left may have counted without buckets.
	 */
	private static ClassicHistogramBuckets classic(Distribution values) {
		List<Bucket> buckets = values.buckets();
		if (buckets.isEmpty() && values.exponential() == null) {
			buckets = List.of(new Bucket(Double.POSITIVE_INFINITY, Math.max(0, values.count())));
		}
		return buckets.isEmpty() ? ClassicHistogramBuckets.EMPTY
				: ClassicHistogramBuckets.of(buckets.stream().mapToDouble(Bucket::bound).toArray(),
						buckets.stream().mapToLong(Bucket::count).toArray());
	}

	private static NativeHistogramBuckets buckets(Map<Integer, Long> counts) {
		return counts.isEmpty() ? NativeHistogramBuckets.EMPTY
				: NativeHistogramBuckets.of(List.copyOf(counts.keySet()), List.copyOf(counts.values()));
	}

	private static StateSetDataPointSnapshot states(Series series) {
		Map<String, Boolean> states = ((Value.States) series.value()).states();
		String[] names = states.keySet().toArray(String[]::new);
		boolean[] values = new boolean[names.length];
		for (int i = 0; i < names.length; i++) {
			values[i] = Boolean.TRUE.equals(states.get(names[i]));
		}
		return new StateSetDataPointSnapshot(names, values, labels(series.labels()), series.time());
	}

	private static Labels labels(Map<String, String> labels) {
		return labels.isEmpty() ? Labels.EMPTY : Labels.of(List.copyOf(labels.keySet()), List.copyOf(labels.values()));
	}

	private static Exemplars exemplars(List<Example> examples) {
		return Exemplars.of(examples.stream()
			.map((example) -> new Exemplar(example.value(), labels(example.labels()), example.time()))
			.toList());
	}

	private static @Nullable Exemplar exemplar(@Nullable Example example) {
		return (example != null) ? new Exemplar(example.value(), labels(example.labels()), example.time()) : null;
	}

}
