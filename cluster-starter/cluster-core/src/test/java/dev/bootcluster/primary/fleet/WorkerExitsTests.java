// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.primary.fleet;

import java.time.Duration;
import java.util.List;

import dev.bootcluster.ExitCause;
import dev.bootcluster.WorkerExit;
import dev.bootcluster.WorkerState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link WorkerExits} and {@link Durations}.
 */
class WorkerExitsTests {

	@Test
	void exitCodeIsToldWithWhatTheWorkerWasDoing() {
		assertThat(unwanted(1, WorkerState.STARTING))
			.isEqualTo(new WorkerExit(1, null, "ended before it was ready with exit code 1", ExitCause.BOOT_FAILURE));
		assertThat(unwanted(0, WorkerState.READY))
			.isEqualTo(new WorkerExit(0, null, "ended unexpectedly with exit code 0", ExitCause.EXIT_CODE));
	}

	@Test
	void signalIsToldByItsName() {
		assertThat(unwanted(137, WorkerState.READY))
			.isEqualTo(new WorkerExit(137, "SIGKILL", "ended unexpectedly by SIGKILL", ExitCause.SIGNAL));
		assertThat(unwanted(134, WorkerState.STARTING).signal()).isEqualTo("SIGABRT");
		assertThat(unwanted(134, WorkerState.STARTING).cause()).isEqualTo(ExitCause.SIGNAL);
		assertThat(unwanted(255, WorkerState.READY).signal()).isNull();
	}

	@Test
	void reasonOfThePrimaryIsTold() {
		assertThat(WorkerExits.wanted(143, ExitCause.REQUESTED, "the reload is rolled back")).isEqualTo(
				new WorkerExit(143, "SIGTERM", "ended by SIGTERM: the reload is rolled back", ExitCause.REQUESTED));
	}

	@Test
	void limitThatRecycledIsTheWholeReason() {
		assertThat(WorkerExits.wanted(0, ExitCause.RECYCLED, "recycled: too old").reason())
			.isEqualTo("recycled: too old");
	}

	@Test
	void killByTheKernelIsKnownByItsCount() {
		assertThat(WorkerExits.unwanted(137, WorkerState.READY, true, List.of(), null)).isEqualTo(new WorkerExit(137,
				"SIGKILL", "killed by the kernel because memory ran out (OOM killer)", ExitCause.OUT_OF_MEMORY_KILL));
		assertThat(WorkerExits.unwanted(139, WorkerState.READY, true, List.of(), null).cause())
			.isEqualTo(ExitCause.SIGNAL);
		assertThat(WorkerExits.unwanted(1, WorkerState.READY, true, List.of(), null).cause())
			.isEqualTo(ExitCause.EXIT_CODE);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', textBlock = """
			3   | Terminating due to java.lang.OutOfMemoryError: Java heap space
			134 | #  fatal error: OutOfMemory encountered: java.lang.OutOfMemoryError: Java heap space
			1   | Caused by: java.lang.OutOfMemoryError: Java heap space
			137 | # java.lang.OutOfMemoryError: Java heap space
			""")
	void outOfMemoryErrorIsKnownByTheLastLines(int code, String line) {
		WorkerExit exit = WorkerExits.unwanted(code, WorkerState.READY, false, List.of("before", line, "after"), null);
		assertThat(exit.cause()).isEqualTo(ExitCause.OUT_OF_MEMORY_ERROR);
		assertThat(exit.reason()).startsWith("ended ").endsWith(" after java.lang.OutOfMemoryError: Java heap space");
	}

	@Test
	void outOfMemoryErrorThatWasSurvivedIsNoCause() {
		assertThat(
				WorkerExits.unwanted(0, WorkerState.READY, false, List.of("java.lang.OutOfMemoryError"), null).cause())
			.isEqualTo(ExitCause.EXIT_CODE);
	}

	@Test
	void portThatAnotherWorkerHasIsNamed() {
		List<String> lines = List.of("Web server failed to start. Port 9090 was already in use.");
		assertThat(WorkerExits.unwanted(1, WorkerState.STARTING, false, lines, null)).isEqualTo(new WorkerExit(1, null,
				"ended before it was ready with exit code 1: port 9090 is in use, and workers cannot share one",
				ExitCause.BOOT_FAILURE));
		assertThat(WorkerExits.unwanted(1, WorkerState.READY, false, lines, null).reason()).doesNotContain("9090");
	}

	private static WorkerExit unwanted(int code, WorkerState state) {
		return WorkerExits.unwanted(code, state, false, List.of("last words"), null);
	}

	@ParameterizedTest
	@CsvSource({ "PT0S, 0.0s", "PT0.049S, 0.0s", "PT1.25S, 1.3s", "PT59.9S, 59.9s", "PT1M, 1m00s", "PT2M5S, 2m05s",
			"PT1H, 60m00s" })
	void durationsReadAsPeopleSayThem(Duration duration, String text) {
		assertThat(Durations.text(duration)).isEqualTo(text);
	}

	@Test
	void lastWordsAreTheLastLineThatSaysSomething() {
		assertThat(WorkerExits.lastWords(List.of("one", "two"))).isEqualTo("; it last printed: two");
		assertThat(WorkerExits.lastWords(List.of("one", "", " "))).isEqualTo("; it last printed: one");
		assertThat(WorkerExits.lastWords(List.of("Caused by: a.B: no", "\tat a.B.c(B.java:1)", "\t... 2 more")))
			.isEqualTo("; it last printed: Caused by: a.B: no");
		assertThat(WorkerExits.lastWords(List.of("\u001B[31mERROR\u001B[0;39m no")))
			.isEqualTo("; it last printed: ERROR no");
		assertThat(WorkerExits.lastWords(List.of("x".repeat(1000)))).hasSizeLessThan(250).endsWith("x…");
		assertThat(WorkerExits.lastWords(List.of("", "\tat a.B.c(B.java:1)"))).isEmpty();
		assertThat(WorkerExits.lastWords(List.of())).isEmpty();
	}

}
