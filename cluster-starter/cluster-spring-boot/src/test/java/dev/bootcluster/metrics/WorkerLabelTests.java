// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.metrics;

import java.util.Map;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link WorkerLabel}.
 */
class WorkerLabelTests {

	private final WorkerLabel label = new WorkerLabel("worker");

	@Test
	void seriesGetTheirSlot() {
		assertThat(this.label.of(2, Map.of("a", "b"))).isEqualTo(Map.of("a", "b", "worker", "2"));
	}

	@Test
	void labelOfTheApplicationGetsAnotherName() {
		assertThat(this.label.of(2, Map.of("worker", "bee")))
			.isEqualTo(Map.of("exported_worker", "bee", "worker", "2"));
		assertThat(this.label.of(2, Map.of("worker", "bee", "exported_worker", "ant")))
			.isEqualTo(Map.of("exported_exported_worker", "bee", "exported_worker", "ant", "worker", "2"));
	}

	@Test
	void withoutANameSeriesStayAsTheyAre() {
		assertThat(new WorkerLabel("").of(2, Map.of("worker", "bee"))).isEqualTo(Map.of("worker", "bee"));
	}

}
