// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.metrics;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;

import dev.bootcluster.metrics.Contribution.ProcessId;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.Exemplar;
import io.prometheus.metrics.model.snapshots.Exemplars;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.prometheus.metrics.model.snapshots.NativeHistogramBuckets;
import io.prometheus.metrics.model.snapshots.Quantile;
import io.prometheus.metrics.model.snapshots.Quantiles;
import io.prometheus.metrics.model.snapshots.StateSetSnapshot;
import io.prometheus.metrics.model.snapshots.SummarySnapshot;
import io.prometheus.metrics.model.snapshots.Unit;
import io.prometheus.metrics.model.snapshots.UnknownSnapshot;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.boot.micrometer.metrics.autoconfigure.export.prometheus.PrometheusOutputFormat;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.prometheus.PrometheusScrapeEndpoint;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SnapshotFamily}, {@link FamilySnapshot} and {@link MetersJson}.
 */
class SnapshotTests {

	private static final Labels LABELS = Labels.of("uri", "/a\"b\\c\n", "weird", "ä €");

	private static final Exemplar EXEMPLAR = new Exemplar(0.5, Labels.of("trace_id", "abc", "span_id", "d"), 1234);

	private static final Exemplars EXEMPLARS = Exemplars.of(EXEMPLAR, new Exemplar(7, Labels.of("trace_id", "x"), 99));

	@ParameterizedTest
	@EnumSource
	void everyTypeSurvivesTheRoundTrip(PrometheusOutputFormat format) throws IOException {
		List<MetricSnapshot> before = all();
		List<Family> families = before.stream().map(SnapshotFamily::of).toList();
		Contribution contribution = new Contribution(1, new ProcessId(2, 3), families);
		Contribution read = MetersJson.read(MetersJson.write(contribution), Contribution.class);
		assertThat(read).isEqualTo(contribution);
		List<MetricSnapshot> after = read.families().stream().map(FamilySnapshot::of).toList();
		assertThat(write(after, format)).isEqualTo(write(before, format)).isNotEmpty();
	}

	@ParameterizedTest
	@MethodSource("all")
	void everyDetailSurvivesTheRoundTrip(MetricSnapshot snapshot) {
		Family family = SnapshotFamily.of(snapshot);
		assertThat(SnapshotFamily.of(FamilySnapshot.of(family))).isEqualTo(family);
	}

	@Test
	void examplesAreShownInTheirBuckets() {
		assertThat(write(all(), PrometheusOutputFormat.CONTENT_TYPE_OPENMETRICS_100)).contains("trace_id=\"abc\"");
	}

	@Test
	void maximaAreMaxima() {
		assertThat(SnapshotFamily.of(gauge("a_max")).series().get(0).value()).isEqualTo(new Value.Level(1, null, true));
		assertThat(SnapshotFamily.of(gauge("a_maxi")).series().get(0).value())
			.isEqualTo(new Value.Level(1, null, false));
	}

	private static GaugeSnapshot gauge(String name) {
		return GaugeSnapshot.builder()
			.name(name)
			.dataPoint(GaugeSnapshot.GaugeDataPointSnapshot.builder().value(1).build())
			.build();
	}

	static List<MetricSnapshot> all() {
		return List.of(counter(), gauge(), unknown(), summary(), classic(false), classic(true), exponential(), both(),
				info(), states(), CounterSnapshot.builder().name("empty").build());
	}

	private static MetricSnapshot counter() {
		return CounterSnapshot.builder()
			.name("counter_seconds")
			.help("A \"help\" with \\ and\nlines")
			.unit(Unit.SECONDS)
			.dataPoint(CounterSnapshot.CounterDataPointSnapshot.builder()
				.value(1.5)
				.labels(LABELS)
				.exemplar(EXEMPLAR)
				.createdTimestampMillis(1000)
				.build())
			.dataPoint(CounterSnapshot.CounterDataPointSnapshot.builder().value(1e300).build())
			.build();
	}

	private static MetricSnapshot gauge() {
		GaugeSnapshot.Builder gauge = GaugeSnapshot.builder().name("gauge");
		int number = 0;
		for (double value : new double[] { Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, -0.0, 1 }) {
			gauge.dataPoint(GaugeSnapshot.GaugeDataPointSnapshot.builder()
				.value(value)
				.labels(Labels.of("number", Integer.toString(number++)))
				.exemplar(EXEMPLAR)
				.scrapeTimestampMillis(5000)
				.build());
		}
		return gauge.build();
	}

	private static MetricSnapshot unknown() {
		return UnknownSnapshot.builder()
			.name("unknown")
			.dataPoint(UnknownSnapshot.UnknownDataPointSnapshot.builder().value(3).exemplar(EXEMPLAR).build())
			.build();
	}

	private static MetricSnapshot summary() {
		return SummarySnapshot.builder()
			.name("summary")
			.help(" ")
			.dataPoint(SummarySnapshot.SummaryDataPointSnapshot.builder()
				.count(3)
				.sum(4.5)
				.quantiles(Quantiles.of(new Quantile(0.5, 1), new Quantile(0.99, 2)))
				.labels(LABELS)
				.exemplars(EXEMPLARS)
				.createdTimestampMillis(1000)
				.build())
			.dataPoint(SummarySnapshot.SummaryDataPointSnapshot.builder().build())
			.build();
	}

	private static MetricSnapshot classic(boolean gauge) {
		return HistogramSnapshot.builder()
			.name(gauge ? "gauge_histogram" : "histogram")
			.gaugeHistogram(gauge)
			.dataPoint(HistogramDataPointSnapshot.builder()
				.classicHistogramBuckets(buckets())
				.sum(6)
				.labels(LABELS)
				.exemplars(EXEMPLARS)
				.createdTimestampMillis(1000)
				.build())
			.build();
	}

	private static ClassicHistogramBuckets buckets() {
		return ClassicHistogramBuckets.of(new double[] { 0.1, 1, Double.POSITIVE_INFINITY }, new long[] { 1, 2, 3 });
	}

	private static MetricSnapshot exponential() {
		return HistogramSnapshot.builder()
			.name("exponential")
			.dataPoint(HistogramDataPointSnapshot.builder()
				.nativeSchema(5)
				.nativeZeroCount(4)
				.nativeZeroThreshold(1e-9)
				.nativeBucketsForPositiveValues(
						NativeHistogramBuckets.of(new int[] { -3, 0, 8 }, new long[] { 1, 2, 3 }))
				.nativeBucketsForNegativeValues(NativeHistogramBuckets.of(new int[] { 2 }, new long[] { 7 }))
				.sum(8)
				.exemplars(EXEMPLARS)
				.build())
			.build();
	}

	private static MetricSnapshot both() {
		return HistogramSnapshot.builder()
			.name("both")
			.dataPoint(HistogramDataPointSnapshot.builder()
				.classicHistogramBuckets(buckets())
				.nativeSchema(0)
				.nativeBucketsForPositiveValues(NativeHistogramBuckets.of(new int[] { 1 }, new long[] { 6 }))
				.sum(6)
				.build())
			.build();
	}

	private static MetricSnapshot info() {
		return InfoSnapshot.builder()
			.name("build")
			.dataPoint(InfoSnapshot.InfoDataPointSnapshot.builder().labels(LABELS).build())
			.build();
	}

	private static MetricSnapshot states() {
		return StateSetSnapshot.builder()
			.name("feature")
			.dataPoint(StateSetSnapshot.StateSetDataPointSnapshot.builder()
				.state("a", true)
				.state("b", false)
				.labels(LABELS)
				.build())
			.build();
	}

	private static String write(List<MetricSnapshot> snapshots, PrometheusOutputFormat format) {
		PrometheusRegistry registry = new PrometheusRegistry();
		MultiCollector collector = () -> new MetricSnapshots(snapshots);
		registry.register(collector);
		byte[] body = new PrometheusScrapeEndpoint(registry, null).scrape(format, (Set<String>) null).getBody();
		return new String(body, StandardCharsets.ISO_8859_1);
	}

}
