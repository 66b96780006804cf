// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.primary.launch;

import java.util.List;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/**
 * Tests for {@link HeapOptions}.
 */
class HeapOptionsTests {

	private static final long GIGABYTES = 1L << 30;

	@ParameterizedTest
	@CsvSource({ "-XX:MaxRAMPercentage=80, 4, -XX:MaxRAMPercentage=20",
			"-XX:MaxRAMPercentage=80, 3, -XX:MaxRAMPercentage=26.66667",
			"-XX:MaxRAMPercentage=75.5, 2, -XX:MaxRAMPercentage=37.75",
			"-XX:MinRAMPercentage=50, 2, -XX:MinRAMPercentage=25",
			"-XX:InitialRAMPercentage=1, 100, -XX:InitialRAMPercentage=0.01",
			"-XX:MaxRAMFraction=2, 3, -XX:MaxRAMFraction=6", "-XX:InitialRAMFraction=64, 2, -XX:InitialRAMFraction=128",
			"-Xmx1g, 4, -Xmx1g", "-Xms1g, 4, -Xms1g", "-XX:MaxRAM=8g, 4, -XX:MaxRAM=8g",
			"-XX:MaxHeapSize=1g, 4, -XX:MaxHeapSize=1g", "-Da=80, 4, -Da=80",
			"-XX:MaxRAMPercentage=abc, 4, -XX:MaxRAMPercentage=abc",
			"-XX:MaxRAMPercentage=80, 1, -XX:MaxRAMPercentage=80" })
	void shareIsThatOfOneOfSeveral(String option, int processes, String share) {
		assertThat(HeapOptions.share(option, processes)).isEqualTo(share);
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 2, 3, 6, 7, 11, 12, 64, 97, 256 })
	void heapsOfWorkersGrowToHalfOfTheMemoryTogether(int workers) {
		List<String> options = List.of("-XX:MaxRAMPercentage=" + Share.of(workers, 0, 8).heapPercent());
		assertThat(workers * HeapOptions.max(options, 8 * GIGABYTES)).isCloseTo(4 * GIGABYTES, within((long) workers));
	}

	@ParameterizedTest
	@CsvSource({ "'', 2", "-Xmx3g, 3", "-Xmx3072m, 3", "-Xmx3145728K, 3", "-Xmx3221225472, 3", "-Xmx1t, 1024",
			"-XX:MaxHeapSize=5g, 5", "-Xmx3g -Xmx1g, 1", "-XX:MaxRAMPercentage=50, 4",
			"-XX:MaxRAMPercentage=50 -XX:MaxRAMPercentage=75, 6", "-XX:MaxRAMPercentage=50 -Xmx1g, 1",
			"-XX:MaxRAM=4g, 1", "-XX:MaxRAM=4g -XX:MaxRAMPercentage=50, 2", "-XX:MaxRAM=99g, 2",
			"-XX:MaxRAMFraction=1, 8", "-XX:MaxRAMPercentage=50 -XX:MaxRAMFraction=1, 4", "-XX:MinRAMPercentage=90, 2",
			"-Xmxabc, 2", "-Xms3g, 3", "-Xms1g, 2", "-Xms1g -Xmx3g, 3" })
	void maxIsWhatTheJvmWouldTakeOfEightGigabytes(String options, long gigabytes) {
		assertThat(HeapOptions.max(List.of(options.split(" ")), 8 * GIGABYTES)).isEqualTo(gigabytes * GIGABYTES);
	}

}
