// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.primary.launch;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link WorkerCount}.
 */
class WorkerCountTests {

	@ParameterizedTest
	@CsvSource({ "max, 8, 8", "MAX, 8, 8", "' max ', 8, 8", "max-1, 8, 7", "max - 3, 8, 5", "max-8, 8, 1",
			"max-9999, 8, 1", "max-1, 1, 1", "4, 8, 4", "1, 8, 1", "16, 8, 16", "1024, 8, 1024", "50%, 8, 4",
			"50%, 3, 2", "1%, 8, 1", "200%, 4, 8", "33 %, 4, 2", "100%, 1, 1" })
	void parseReadsEveryForm(String text, int processors, int workers) {
		assertThat(WorkerCount.of(text).on(processors)).isEqualTo(workers);
	}

	@ParameterizedTest
	@CsvSource({ "0, is less than one worker", "0%, is less than one worker", "1025, is more than 1024 workers",
			"999999999, is more than 1024 workers", "99999%, is more than 1024 workers" })
	void parseRefusesWhatIsOutOfRange(String text, String message) {
		assertThatIllegalArgumentException().isThrownBy(() -> WorkerCount.of(text).on(8))
			.withMessageStartingWith(message);
	}

	@ParameterizedTest
	@CsvSource({ "''", "-1", "1.5", "many", "max+1", "max1", "max-", "%", "-50%", "9999999999", "0x4", "٤" })
	void parseRefusesWhatIsNoNumber(String text) {
		assertThatIllegalArgumentException().isThrownBy(() -> WorkerCount.of(text).on(8))
			.withMessageStartingWith("is not a number of workers; use 'max'");
	}

}
