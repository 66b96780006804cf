// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.metrics;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

import dev.bootcluster.ClusterException;
import dev.bootcluster.WorkerState;
import dev.bootcluster.actuate.FakeCluster;
import dev.bootcluster.metrics.Contribution.ProcessId;
import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.LongTaskTimer;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.micrometer.metrics.actuate.endpoint.MetricsEndpoint;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.prometheus.PrometheusOutputFormat;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.prometheus.PrometheusScrapeEndpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link ClusterScrape} and the endpoints that show it.
 */
class ClusterScrapeTests {

	private static final ProcessId SELF = new ProcessId(5, 101);

	@TempDir
	private Path directory;

	private final FakeCluster cluster = new FakeCluster();

	private final ClusterMeters meters = new ClusterMeters(new ClusterFigures(this.cluster));

	private final List<Contribution> others = new ArrayList<>();

	private final List<Integer> silent = new ArrayList<>();

	private final List<Integer> counted = new ArrayList<>();

	private final List<Family> own = new ArrayList<>();

	private String label = "worker";

	/**
	 * All kinds of meters.
	 */
	@ParameterizedTest
	@EnumSource
	void oneWorkersScrapeIsThatOfPlainBoot(PrometheusOutputFormat format) {
		PrometheusRegistry registry = new PrometheusRegistry();
		PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT, registry, Clock.SYSTEM);
		fill(meters);
		this.label = "";
		String plain = text(new PrometheusScrapeEndpoint(registry, null), format, null);
		PrometheusScrapeEndpoint ours = new PrometheusScrapeEndpoint(
				ClusterSnapshots.registryOf(scrape(new PrometheusSource(registry, List.of(meters), this.meters))),
				null);
		assertThat(text(ours, format, null)).isEqualTo(plain).isNotEmpty();
		Set<String> names = Set.of("timer_seconds", "gauge");
		assertThat(text(ours, format, names))
			.isEqualTo(text(new PrometheusScrapeEndpoint(registry, null), format, names));
	}

	@Test
	void seriesOfOneWorkerDifferFromPlainBootInTheLabelAlone() {
		PrometheusRegistry registry = new PrometheusRegistry();
		PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT, registry, Clock.SYSTEM);
		fill(meters);
		PrometheusOutputFormat format = PrometheusOutputFormat.CONTENT_TYPE_004;
		String plain = text(new PrometheusScrapeEndpoint(registry, null), format, null);
		String ours = text(
				new PrometheusScrapeEndpoint(ClusterSnapshots
					.registryOf(scrape(new PrometheusSource(registry, List.of(meters), this.meters))), null),
				format, null);
		assertThat(ours.lines().filter((line) -> !line.startsWith("#")))
			.allMatch((line) -> line.contains("worker=\"1\""));
		assertThat(ours.replaceAll("\\{worker=\"1\"}", "").replaceAll(",worker=\"1\"|worker=\"1\",", ""))
			.isEqualTo(plain);
	}

	@Test
	void metricsOfOneWorkerAreThoseOfPlainBoot() {
		CompositeMeterRegistry registry = new CompositeMeterRegistry();
		registry.add(new SimpleMeterRegistry());
		fill(registry);
		MetricsEndpoint plain = new MetricsEndpoint(registry);
		this.label = "";
		ClusterMetricsEndpoint ours = new ClusterMetricsEndpoint(scrape(new MicrometerSource(registry, this.meters)));
		assertThat(ours.listNames().getNames()).isEqualTo(plain.listNames().getNames()).isNotEmpty();
		JsonMapper json = new JsonMapper();
		for (String name : plain.listNames().getNames()) {
			assertThat(json.valueToTree(ours.metric(name, null)).toString()).as(name)
				.isEqualTo(json.valueToTree(plain.metric(name, null)).toString());
		}
		assertThat(json.valueToTree(ours.metric("counter", List.of("tag:b"))).toString())
			.isEqualTo(json.valueToTree(plain.metric("counter", List.of("tag:b"))).toString());
		assertThat(ours.metric("missing", null)).isNull();
	}

	@Test
	void metricsOfAllWorkersAreAddedUpAsBootDoes() {
		this.own.add(timer(1, 2, 3));
		this.others.add(new Contribution(2, new ProcessId(6, 102), List.of(timer(10, 20, 2))));
		ClusterMetricsEndpoint endpoint = new ClusterMetricsEndpoint(scrape());
		assertThat(measurements(endpoint.metric("timer", null)))
			.isEqualTo(Map.of("COUNT", 11.0, "TOTAL_TIME", 22.0, "MAX", 3.0));
		assertThat(measurements(endpoint.metric("timer", List.of("worker:2"))))
			.isEqualTo(Map.of("COUNT", 10.0, "TOTAL_TIME", 20.0, "MAX", 2.0));
	}

	@Test
	void everyWorkerHasItsSeries() {
		this.own.add(counter(1));
		this.others.add(contribution(2, 6, 102, counter(10)));
		assertThat(values("count")).isEqualTo(Map.of("{worker=1}", 1.0, "{worker=2}", 10.0));
	}

	@Test
	void workersCanBeAddedUp() {
		this.label = "";
		this.own.add(counter(1));
		this.own.add(gauge(2));
		this.others.add(contribution(2, 6, 102, counter(10), gauge(20)));
		assertThat(values("count")).isEqualTo(Map.of("{}", 11.0));
		assertThat(values("level")).isEqualTo(Map.of("{}", 22.0));
	}

	@Test
	void countersGoOnWhenAWorkerIsReplaced() {
		this.own.add(counter(1));
		kept().contribution(2, 6, 102, counter(10), gauge(20));
		this.others.add(contribution(2, 7, 103, counter(3), gauge(4)));
		assertThat(values("count")).isEqualTo(Map.of("{worker=1}", 1.0, "{worker=2}", 13.0));
		assertThat(values("level")).isEqualTo(Map.of("{worker=2}", 4.0));
	}

	@Test
	void countersOfARemovedSlotStay() {
		this.own.add(counter(1));
		kept().contribution(3, 6, 102, counter(10), gauge(20));
		assertThat(values("count")).isEqualTo(Map.of("{worker=1}", 1.0, "{worker=3}", 10.0));
		assertThat(values("level")).isEmpty();
	}

	@Test
	void silentWorkerIsCountedAndItsCountersStandStill() {
		this.own.add(counter(1));
		kept().contribution(2, 6, 102, counter(10), gauge(20));
		this.silent.add(2);
		assertThat(values("count")).isEqualTo(Map.of("{worker=1}", 1.0, "{worker=2}", 10.0));
		assertThat(values("level")).isEmpty();
		assertThat(this.counted).containsExactly(2, 2);
		this.silent.clear();
		this.others.add(contribution(2, 6, 102, counter(11), gauge(20)));
		assertThat(values("count")).isEqualTo(Map.of("{worker=1}", 1.0, "{worker=2}", 11.0));
	}

	/**
	 * During a reload.
	 */
	@Test
	void slotWithTwoWorkersShowsTheOneOfTheReport() {
		this.cluster.info(WorkerState.READY, WorkerState.READY);
		this.others.add(contribution(2, 6, 102, counter(10), gauge(20)));
		this.others.add(contribution(2, 7, 103, counter(1), gauge(2)));
		assertThat(values("level")).isEqualTo(Map.of("{worker=2}", 20.0));
		assertThat(values("count")).isEqualTo(Map.of("{worker=2}", 11.0));
		this.cluster.info(WorkerState.READY);
		assertThat(values("level")).as("the newest if the report knows neither").isEqualTo(Map.of("{worker=2}", 2.0));
	}

	@Test
	void tasksThatRunDoNotOutliveTheirProcess() throws IOException {
		PrometheusRegistry registry = new PrometheusRegistry();
		PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT, registry, Clock.SYSTEM);
		meters.more().longTaskTimer("tasks").start();
		meters.timer("timer").record(Duration.ofMillis(5));
		assertThat(scrape(new PrometheusSource(registry, List.of(meters), this.meters)).families())
			.extracting(Family::name)
			.contains("tasks_seconds", "timer_seconds");
		assertThat(new KeptCounts(this.directory, "prometheus", (pid) -> false).except(Set.of()).contributions())
			.flatExtracting(Contribution::families)
			.extracting(Family::name)
			.containsExactly("timer_seconds");
	}

	@Test
	void primaryThatDoesNotAnswerIsDoneWithout() {
		this.cluster.refuse(new ClusterException(ClusterException.Reason.UNAVAILABLE, "The primary does not answer"));
		this.own.add(counter(1));
		assertThat(values("count")).isEqualTo(Map.of("{worker=1}", 1.0));
	}

	@Test
	void metersOfTheClusterAreMissingIfThePrimaryDoesNotAnswer() {
		this.own.add(new Family("cluster_worker_exits", Kind.COUNTER, null, null,
				List.of(new Series(Map.of("cause", "hang"), 0, 0, new Value.Count(3, null)))));
		this.cluster.refuse(new ClusterException(ClusterException.Reason.UNAVAILABLE, "The primary does not answer"));
		assertThat(values("cluster_worker_exits")).isEmpty();
	}

	@Test
	void scrapeFailsIfCountsCannotBeRead() throws IOException {
		this.directory = Files.createFile(this.directory.resolve("file"));
		assertThatExceptionOfType(UncheckedIOException.class).isThrownBy(() -> scrape().families());
	}

	@Test
	void countsAreKeptBeforeTheyAreSeen() throws IOException {
		this.own.add(counter(1));
		scrape().families();
		assertThat(new KeptCounts(this.directory, "test", (pid) -> false).except(Set.of()).contributions())
			.singleElement()
			.isEqualTo(new Contribution(1, SELF, List.of(counter(1))));
	}

	@Test
	void metersOfTheClusterAreShownOnceAndNotKept() throws IOException {
		this.own.add(new Family("cluster_worker_exits", Kind.COUNTER, null, null,
				List.of(new Series(Map.of("cause", "hang"), 0, 0, new Value.Count(3, null)))));
		assertThat(values("cluster_worker_exits")).isEqualTo(Map.of("{cause=hang}", 3.0));
		assertThat(new KeptCounts(this.directory, "test", (pid) -> false).except(Set.of()).contributions())
			.singleElement()
			.extracting(Contribution::families)
			.isEqualTo(List.of());
	}

	static void fill(MeterRegistry registry) {
		Counter.builder("counter").description("Some count").tag("tag", "a").register(registry).increment(2);
		Counter.builder("counter").description("Some count").tag("tag", "b").register(registry).increment();
		Gauge.builder("gauge", () -> 4.5).baseUnit("bytes").register(registry);
		Gauge.builder("nothing", () -> Double.NaN).register(registry);
		Timer.builder("timer").register(registry).record(Duration.ofMillis(5));
		Timer slow = Timer.builder("requests")
			.serviceLevelObjectives(Duration.ofMillis(100), Duration.ofMillis(150))
			.tag("uri", "/a\"b")
			.register(registry);
		slow.record(Duration.ofMillis(120));
		slow.record(Duration.ofMillis(1));
		Timer.builder("percentiles").publishPercentiles(0.5, 0.99).register(registry).record(Duration.ofMillis(7));
		Timer.builder("full").publishPercentileHistogram().register(registry).record(Duration.ofMillis(7));
		DistributionSummary.builder("summary").baseUnit("bytes").register(registry).record(100);
		FunctionTimer.builder("function", registry, (same) -> 3L, (same) -> 4.0, TimeUnit.SECONDS).register(registry);
		LongTaskTimer.builder("tasks").register(registry);
	}

	private ClusterScrape scrape() {
		return scrape(new MeterSource() {

			@Override
			public String name() {
				return "test";
			}

			@Override
			public Collected collect() {
				Map<Boolean, List<Family>> families = ClusterScrapeTests.this.own.stream()
					.collect(Collectors.partitioningBy((family) -> family.name().startsWith("cluster_")));
				return new Collected(families.getOrDefault(false, List.of()), families.getOrDefault(true, List.of()));
			}

		});
	}

	private ClusterScrape scrape(MeterSource source) {
		KeptCounts kept = new KeptCounts(this.directory, source.name(), (pid) -> false);
		return new ClusterScrape(new OwnMeters(source, 1, SELF, kept),
				(name) -> new OtherMeters.Gathered(List.copyOf(this.others), List.copyOf(this.silent)), kept,
				new ClusterFigures(this.cluster), new WorkerLabel(this.label), this.counted::add);
	}

	private Kept kept() {
		return (slot, launch, pid, families) -> {
			try {
				new KeptCounts(this.directory, "test", (id) -> false)
					.write(contribution(slot, launch, pid, families).counted());
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		};
	}

	private Map<String, Double> values(String name) {
		Map<String, Double> values = new TreeMap<>();
		scrape().families().stream().filter((family) -> family.name().equals(name)).forEach((family) -> {
			for (Series series : family.series()) {
				double value = (series.value() instanceof Value.Count count) ? count.value()
						: ((Value.Level) series.value()).value();
				values.put(series.labels().toString(), value);
			}
		});
		return values;
	}

	private static Contribution contribution(int slot, long launch, long pid, Family... families) {
		return new Contribution(slot, new ProcessId(launch, pid), List.of(families));
	}

	static Family counter(double value) {
		return new Family("count", Kind.COUNTER, null, null,
				List.of(new Series(Map.of(), 0, 0, new Value.Count(value, null))));
	}

	private static Family gauge(double value) {
		return new Family("level", Kind.GAUGE, null, null,
				List.of(new Series(Map.of(), 0, 0, new Value.Level(value, null, false))));
	}

	private static Family timer(double count, double total, double max) {
		return new Family("timer", Kind.METER, null, "seconds", List.of(new Series(Map.of(), 0, 0,
				new Value.Measured("TIMER", Map.of("COUNT", count, "TOTAL_TIME", total, "MAX", max)))));
	}

	private static Map<String, Double> measurements(MetricsEndpoint.MetricDescriptor descriptor) {
		Map<String, Double> measurements = new TreeMap<>();
		descriptor.getMeasurements()
			.forEach((sample) -> measurements.put(sample.getStatistic().name(), sample.getValue()));
		return measurements;
	}

	private static String text(PrometheusScrapeEndpoint endpoint, PrometheusOutputFormat format,
			@Nullable Set<String> names) {
		return new String(endpoint.scrape(format, names).getBody(), StandardCharsets.ISO_8859_1);
	}

	/**
	 * Keeps counts.
	 */
	private interface Kept {

		void contribution(int slot, long launch, long pid, Family... families);

	}

}
