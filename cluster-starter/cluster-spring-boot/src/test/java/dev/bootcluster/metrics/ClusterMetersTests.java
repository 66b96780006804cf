// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.metrics;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import dev.bootcluster.ClusterException;
import dev.bootcluster.ClusterTotals;
import dev.bootcluster.ClusterTotals.RolloutTotal;
import dev.bootcluster.ExitCause;
import dev.bootcluster.ReloadInfo;
import dev.bootcluster.ReloadState;
import dev.bootcluster.WorkerState;
import dev.bootcluster.actuate.FakeCluster;
import io.micrometer.core.instrument.Measurement;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ClusterMeters} and {@link ClusterFigures}.
 */
class ClusterMetersTests {

	private final FakeCluster cluster = new FakeCluster();

	private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

	private long now;

	private final ClusterMeters meters = new ClusterMeters(new ClusterFigures(this.cluster, () -> this.now));

	@BeforeEach
	void bind() {
		this.meters.bindTo(this.registry);
	}

	@Test
	void workersAreCountedByState() {
		this.cluster.info(WorkerState.READY, WorkerState.READY, WorkerState.STARTING);
		assertThat(gauge("cluster.workers", "state", "ready")).isEqualTo(2);
		assertThat(gauge("cluster.workers", "state", "starting")).isEqualTo(1);
		assertThat(gauge("cluster.workers", "state", "draining")).isZero();
		assertThat(gauge("cluster.generation")).isEqualTo(3);
		assertThat(gauge("cluster.connections.pending")).isZero();
		assertThat(gauge("cluster.balancing.skew")).isEqualTo(1.25);
	}

	@Test
	void whatThePrimaryHasCountedIsThere() {
		this.cluster.totals = new ClusterTotals(4, Duration.ofMillis(8), 5, Map.of(ExitCause.OUT_OF_MEMORY_KILL, 6L),
				List.of(new RolloutTotal(ReloadInfo.Kind.RELOAD, ReloadState.FAILED, 2, Duration.ofSeconds(90))));
		assertThat(this.registry.get("cluster.handoff").functionTimer().count()).isEqualTo(4);
		assertThat(this.registry.get("cluster.handoff").functionTimer().totalTime(TimeUnit.MILLISECONDS)).isEqualTo(8);
		assertThat(counter("cluster.connections.refused")).isEqualTo(5);
		assertThat(counter("cluster.worker.exits", "cause", "out-of-memory-kill")).isEqualTo(6);
		assertThat(counter("cluster.worker.exits", "cause", "hang")).isZero();
		assertThat(this.registry.get("cluster.reload")
			.tags("kind", "reload", "outcome", "failed")
			.functionTimer()
			.totalTime(TimeUnit.SECONDS)).isEqualTo(90);
		assertThat(this.registry.get("cluster.reload")
			.tags("kind", "restart", "outcome", "failed")
			.functionTimer()
			.count()).isZero();
	}

	@Test
	void primaryIsAskedOnceASecond() {
		readAll();
		readAll();
		assertThat(this.cluster.orders).containsExactly("info");
		this.now = TimeUnit.SECONDS.toNanos(1);
		gauge("cluster.generation");
		assertThat(this.cluster.orders).containsExactly("info", "info");
	}

	@Test
	void primaryIsNotAskedForWhatOthersAskFor() {
		ClusterFigures.withoutAsking(() -> {
			readAll();
			return true;
		});
		assertThat(this.cluster.orders).isEmpty();
	}

	@Test
	void countersStayAndGaugesAreUnknownIfThePrimaryDoesNotAnswer() {
		this.cluster.totals = new ClusterTotals(4, Duration.ofMillis(8), 5, Map.of(), List.of());
		assertThat(counter("cluster.connections.refused")).isEqualTo(5);
		this.cluster.refuse(new ClusterException(ClusterException.Reason.UNAVAILABLE, "The primary does not answer"));
		this.now = TimeUnit.SECONDS.toNanos(2);
		assertThat(counter("cluster.connections.refused")).isEqualTo(5);
		assertThat(gauge("cluster.generation")).isNaN();
	}

	/**
	 * Whatever the application does with names and tags.
	 */
	@Test
	void theyAreRecognizedAndOthersAreNot() {
		SimpleMeterRegistry renamed = new SimpleMeterRegistry();
		renamed.config().meterFilter(new MeterFilter() {

			@Override
			public Meter.Id map(Meter.Id id) {
				return id.withName("app." + id.getName()).withTag(Tag.of("region", "eu"));
			}

		});
		CompositeMeterRegistry composite = new CompositeMeterRegistry();
		composite.add(renamed);
		this.meters.recognizeIn(composite);
		this.meters.bindTo(composite);
		assertThat(renamed.getMeters()).isNotEmpty()
			.allMatch((meter) -> meter.getId().getName().startsWith("app.cluster."))
			.allMatch((meter) -> this.meters.isIn(renamed, meter.getId()));
		Meter workers = composite.counter("cluster.workers.mine");
		Meter reload = renamed.counter("cluster.reload", "of", "mine");
		assertThat(this.meters.isIn(renamed, workers.getId())).isFalse();
		assertThat(this.meters.isIn(renamed, reload.getId())).isFalse();
	}

	private void readAll() {
		this.registry.getMeters().forEach((meter) -> meter.measure().forEach(Measurement::getValue));
	}

	private double gauge(String name, String... tags) {
		return this.registry.get(name).tags(tags).gauge().value();
	}

	private double counter(String name, String... tags) {
		return this.registry.get(name).tags(tags).functionCounter().count();
	}

}
