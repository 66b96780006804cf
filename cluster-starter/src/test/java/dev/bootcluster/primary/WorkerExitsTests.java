/*
 * Copyright 2026 the Boot Cluster authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *      https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */

package dev.bootcluster.primary;

import java.time.Duration;

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
		assertThat(WorkerExits.of(1, WorkerState.STARTING, null))
			.isEqualTo(new WorkerExit(1, null, "ended before it was ready with exit code 1"));
		assertThat(WorkerExits.of(0, WorkerState.READY, null))
			.isEqualTo(new WorkerExit(0, null, "ended unexpectedly with exit code 0"));
	}

	@Test
	void signalIsToldByItsName() {
		assertThat(WorkerExits.of(137, WorkerState.READY, null))
			.isEqualTo(new WorkerExit(137, "SIGKILL", "ended unexpectedly by SIGKILL"));
		assertThat(WorkerExits.of(134, WorkerState.READY, null).signal()).isEqualTo("SIGABRT");
		assertThat(WorkerExits.of(255, WorkerState.READY, null).signal()).isNull();
	}

	@Test
	void reasonOfThePrimaryIsTold() {
		assertThat(WorkerExits.of(143, WorkerState.STARTING, "the reload is rolled back").reason())
			.isEqualTo("ended by SIGTERM: the reload is rolled back");
	}

	@ParameterizedTest
	@CsvSource({ "PT0S, 0.0s", "PT0.049S, 0.0s", "PT1.25S, 1.3s", "PT59.9S, 59.9s", "PT1M, 1m00s", "PT2M5S, 2m05s",
			"PT1H, 60m00s" })
	void durationsReadAsPeopleSayThem(Duration duration, String text) {
		assertThat(Durations.text(duration)).isEqualTo(text);
	}

}
