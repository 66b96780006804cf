// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.metrics;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import dev.bootcluster.actuate.FakeCluster;
import dev.bootcluster.metrics.Contribution.ProcessId;
import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.micrometer.core.instrument.simple.CountingMode;
import io.micrometer.core.instrument.simple.SimpleConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what is read of a {@link MeterSource}, and how often.
 */
class MeterSourceTests {

	@TempDir
	private Path directory;

	private final ClusterFigures figures = new ClusterFigures(new FakeCluster());

	private final ClusterMeters meters = new ClusterMeters(this.figures);

	@Test
	void gaugesForPrometheusAreNotReadForCounts() {
		CountingRegistry registry = new CountingRegistry();
		PrometheusMeterRegistry prometheus = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT, registry,
				Clock.SYSTEM);
		ClusterScrapeTests.fill(prometheus);
		AtomicInteger reads = new AtomicInteger();
		Gauge rows = Gauge.builder("rows", reads::incrementAndGet).register(prometheus);
		PrometheusSource source = new PrometheusSource(registry, List.of(prometheus), this.meters);
		List<Family> counts = Family.counted(source.collect().own());
		for (int i = 0; i < 3; i++) {
			assertThat(source.collectCounts()).containsExactlyInAnyOrderElementsOf(counts).isNotEmpty();
		}
		assertThat(reads).hasValue(2);
		prometheus.remove(rows);
		prometheus.counter("rows").increment();
		assertThat(source.collectCounts()).extracting(Family::name).contains("rows");
		registry.clear();
		assertThat(source.collectCounts()).isEmpty();
	}

	@Test
	void countsOfAnIntervalAreLevels() {
		SimpleMeterRegistry step = new SimpleMeterRegistry(new SimpleConfig() {

			@Override
			public @Nullable String get(String key) {
				return null;
			}

			@Override
			public CountingMode mode() {
				return CountingMode.STEP;
			}

		}, Clock.SYSTEM);
		CompositeMeterRegistry registry = new CompositeMeterRegistry();
		registry.add(step);
		registry.counter("count").increment(2);
		MicrometerSource source = new MicrometerSource(registry, this.meters);
		assertThat(source.collect().own()).extracting(Family::name).containsExactly("count");
		assertThat(source.collectCounts()).isEmpty();
		registry.add(new SimpleMeterRegistry());
		registry.counter("count").increment(3);
		assertThat(source.collectCounts()).singleElement()
			.extracting((family) -> family.series().get(0).value())
			.isEqualTo(new Value.Measured("COUNTER", Map.of("COUNT", 3.0)));
	}

	@Test
	void gaugesAreReadOnceAndNotForCounts() {
		PrometheusRegistry registry = new PrometheusRegistry();
		PrometheusMeterRegistry prometheus = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT, registry,
				Clock.SYSTEM);
		AtomicInteger reads = new AtomicInteger();
		Gauge.builder("rows", reads::incrementAndGet).register(prometheus);
		scrape(new PrometheusSource(registry, List.of(prometheus), this.meters)).families();
		assertThat(reads).hasValue(1);
		MeterRegistry simple = new SimpleMeterRegistry();
		Gauge.builder("rows", reads::incrementAndGet).register(simple);
		simple.counter("count").increment();
		MicrometerSource source = new MicrometerSource(simple, this.meters);
		assertThat(source.collectCounts()).extracting(Family::name).containsExactly("count");
		assertThat(reads).hasValue(1);
		scrape(source).families();
		assertThat(reads).hasValue(2);
	}

	private ClusterScrape scrape(MeterSource source) {
		KeptCounts kept = new KeptCounts(this.directory, source.name(), (pid) -> false);
		return new ClusterScrape(new OwnMeters(source, 1, new ProcessId(5, 101), kept),
				(name) -> new OtherMeters.Gathered(List.of(), List.of()), kept, this.figures, new WorkerLabel("worker"),
				(slot) -> {
				});
	}

}
