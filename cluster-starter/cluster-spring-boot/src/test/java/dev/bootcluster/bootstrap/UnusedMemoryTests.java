// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.bootstrap;

import java.lang.management.ManagementFactory;
import java.util.concurrent.CompletableFuture;

import com.sun.management.HotSpotDiagnosticMXBean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link UnusedMemory}.
 */
class UnusedMemoryTests {

	private final HotSpotDiagnosticMXBean vm = ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);

	@ParameterizedTest
	@CsvSource({ "MinHeapFreeRatio, 10", "MaxHeapFreeRatio, 20", "G1PeriodicGCInterval, 300000" })
	void heapThatIsNotUsedIsNotKept(String option, String value) {
		UnusedMemory.giveBackHeap();
		assertThat(this.vm.getVMOption(option).getValue()).isEqualTo(value);
	}

	@Test
	void optionsThatWereSetStayAsTheyAre() {
		this.vm.setVMOption("MaxHeapFreeRatio", "55");
		try {
			UnusedMemory.giveBackHeap();
			assertThat(this.vm.getVMOption("MaxHeapFreeRatio").getValue()).isEqualTo("55");
		}
		finally {
			this.vm.setVMOption("MaxHeapFreeRatio", "20");
		}
	}

	@Test
	void clusterThatEndsAtOnceIsNotHeldUp() {
		CompletableFuture<Void> ended = CompletableFuture.failedFuture(new IllegalStateException("no worker"));
		UnusedMemory.giveBackUntil(ended);
		assertThat(ended).isCompletedExceptionally();
	}

}
