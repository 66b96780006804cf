// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.bootstrap;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

import dev.bootcluster.BalancingInfo;
import dev.bootcluster.Cluster;
import dev.bootcluster.ClusterException;
import dev.bootcluster.ClusterException.Reason;
import dev.bootcluster.ClusterInfo;
import dev.bootcluster.ClusterState;
import dev.bootcluster.PrimaryInfo;
import dev.bootcluster.WorkerInfo;
import dev.bootcluster.WorkerState;
import dev.bootcluster.WorkerTraffic;
import org.junit.jupiter.api.Test;

import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.BDDMockito.given;
import static org.mockito.BDDMockito.willThrow;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;

/**
 * Tests for {@link ScaleSignals}.
 */
class ScaleSignalsTests {

	private final Cluster cluster = mock(Cluster.class);

	private final ScaleSignals signals = new ScaleSignals(this.cluster);

	@Test
	void oneMoreAndOneFewer() {
		workers(2);
		this.signals.received("TTIN", 1);
		verify(this.cluster).scale("3");
		this.signals.received("TTOU", -1);
		verify(this.cluster).scale("1");
	}

	@Test
	void lastWorkerStays() {
		workers(1);
		this.signals.received("TTOU", -1);
		verify(this.cluster, never()).scale(anyString());
	}

	@Test
	void refusalIsOnlyLogged() {
		workers(2);
		willThrow(new ClusterException(Reason.CONFLICT, "Reload 1 is running")).given(this.cluster).scale("3");
		this.signals.received("TTIN", 1);
	}

	private void workers(int count) {
		List<WorkerInfo> workers = IntStream.rangeClosed(1, count)
			.mapToObj((slot) -> new WorkerInfo(slot, slot, 1, WorkerState.READY, Duration.ZERO, 0, 0, 0, 0, null, false,
					false, WorkerTraffic.NONE))
			.toList();
		given(this.cluster.info()).willReturn(new ClusterInfo(ClusterState.STABLE, null, 1, 1,
				new PrimaryInfo(1, Duration.ZERO, 0, 0), new BalancingInfo("round-robin", 1), workers, List.of()));
	}

}
