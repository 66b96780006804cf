// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.metrics;

import dev.bootcluster.worker.WorkerLoad;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link WorkerMeters}.
 */
class WorkerMetersTests {

	private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

	private final WorkerMeters meters = new WorkerMeters(() -> new WorkerLoad(1, 2, 3, 4, 5, 6));

	@Test
	void whatAWorkerHasBeenGivenToDoIsMetered() {
		this.meters.bindTo(this.registry);
		assertThat(this.registry.get("cluster.worker.connections").gauge().value()).isEqualTo(1);
		assertThat(this.registry.get("cluster.worker.requests.active").gauge().value()).isEqualTo(2);
		assertThat(counter("cluster.worker.handoffs")).isEqualTo(3);
		assertThat(counter("cluster.worker.refusals")).isEqualTo(4);
		assertThat(counter("cluster.worker.migrations", "direction", "in")).isEqualTo(5);
		assertThat(counter("cluster.worker.migrations", "direction", "out")).isEqualTo(6);
	}

	private double counter(String name, String... tags) {
		return this.registry.get(name).tags(tags).functionCounter().count();
	}

}
