// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.leader;

import java.time.Instant;
import java.util.Optional;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

/**
 * Tests for {@link JobTimes}.
 */
class JobTimesTests {

	@ParameterizedTest
	@CsvSource({ "'', '', 10s, 2026-01-01T00:00:09.999Z, 2026-01-01T00:00:10Z",
			"'', '', 10s, 2026-01-01T00:00:10Z, 2026-01-01T00:00:20Z",
			"'', '', PT1H, 2026-01-01T00:10:00Z, 2026-01-01T01:00:00Z",
			"0 0 3 * * *, Europe/Berlin, '', 2026-01-01T02:00:00Z, 2026-01-02T02:00:00Z",
			"* * * * * *, UTC, '', 2026-01-01T00:00:00.5Z, 2026-01-01T00:00:01Z" })
	void nextTimeIsTheSameForAllWorkers(String cron, String zone, String rate, Instant after, Instant next) {
		assertThat(times(cron, zone, rate).next(after)).contains(next);
	}

	@Test
	void dashIsNever() {
		assertThat(times("-", "", "").next(Instant.EPOCH)).isEqualTo(Optional.empty());
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = { "'' | '' | '' | exactly one of cron and fixedRate",
			"* * * * * * | '' | 1s | exactly one of cron and fixedRate",
			"'' | '' | 1ms | fixedRate '1ms' is shorter than 10 ms", "'' | '' | often | is not a valid duration",
			"every day | '' | '' | Cron expression", "* * * * * * | Atlantis | '' | unknown time zone 'Atlantis'" })
	void nonsenseIsRefused(String cron, String zone, String rate, String message) {
		assertThatIllegalArgumentException().isThrownBy(() -> times(cron, zone, rate)).withMessageContaining(message);
	}

	private static JobTimes times(String cron, String zone, String rate) {
		ClusterScheduled schedule = mock(ClusterScheduled.class);
		when(schedule.cron()).thenReturn(cron);
		when(schedule.zone()).thenReturn(zone);
		when(schedule.fixedRate()).thenReturn(rate);
		return JobTimes.of(schedule, (text) -> text);
	}

}
