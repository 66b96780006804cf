// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.primary.history;

import java.util.List;
import java.util.Map;

import dev.bootcluster.ipc.ClusterSample;
import dev.bootcluster.ipc.ClusterSample.WorkerSample;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SampleRing}.
 */
class SampleRingTests {

	private static final int ALL = Integer.MAX_VALUE;

	private final SampleRing ring = new SampleRing(4);

	@Test
	void samplesComeBackAsTheyWere() {
		WorkerSample busy = new WorkerSample(1, 0.42, 123_456_789, 12, 510.5, 900L, 4200L, 0.25);
		WorkerSample idle = new WorkerSample(3, 0, 1L << 40, 0, 0, null, null, 0);
		this.ring.add(1_764_435_600_000L, 123.5, 7, Map.of(1, busy, 3, idle));
		assertThat(this.ring.after(0, ALL))
			.containsExactly(new ClusterSample(1, 1_764_435_600_000L, 123.5, 7, List.of(busy, idle)));
	}

	@Test
	void onlyTheLastSamplesAreKept() {
		add(10);
		assertThat(ids(0, ALL)).containsExactly(7, 8, 9, 10);
		assertThat(this.ring.after(0, ALL)).extracting(ClusterSample::time).containsExactly(7L, 8L, 9L, 10L);
		assertThat(ids(8, ALL)).containsExactly(9, 10);
		assertThat(ids(10, ALL)).isEmpty();
	}

	@Test
	void idThatDoesNotExistYetMeansAll() {
		assertThat(ids(17, ALL)).isEmpty();
		add(2);
		assertThat(ids(17, ALL)).containsExactly(1, 2);
		assertThat(ids(-1, ALL)).containsExactly(1, 2);
	}

	@Test
	void longAnswerEndsEarlyAndGoesOnAfterItsLast() {
		for (int count = 0; count < 4; count++) {
			this.ring.add(0, 0, 0, Map.of(1, sample(1), 2, sample(2)));
		}
		assertThat(ids(0, 4)).containsExactly(1, 2);
		assertThat(ids(2, 4)).containsExactly(3, 4);
		assertThat(ids(0, 1)).as("never none if there is one").containsExactly(1);
	}

	@Test
	void slotsComeAndGo() {
		this.ring.add(0, 0, 0, Map.of(1, sample(1), 2, sample(2)));
		this.ring.add(0, 0, 0, Map.of(1, sample(1)));
		this.ring.add(0, 0, 0, Map.of(3, sample(3)));
		add(2);
		this.ring.add(0, 0, 0, Map.of(2, sample(2)));
		assertThat(this.ring.after(0, ALL))
			.extracting((sample) -> sample.workers().stream().map(WorkerSample::slot).toList())
			.containsExactly(List.of(3), List.of(), List.of(), List.of(2));
	}

	private void add(int count) {
		for (int number = 0; number < count; number++) {
			this.ring.add(this.ring.after(0, ALL).stream().mapToLong(ClusterSample::id).max().orElse(0) + 1, 0, 0,
					Map.of());
		}
	}

	private List<Integer> ids(long after, int entries) {
		return this.ring.after(after, entries).stream().map((sample) -> (int) sample.id()).toList();
	}

	private static WorkerSample sample(int slot) {
		return new WorkerSample(slot, 1, 2, 3, 4, 5L, 6L, 7);
	}

}
