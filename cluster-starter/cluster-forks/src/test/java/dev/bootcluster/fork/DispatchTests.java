// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.fork;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Dispatch}, for two forks at most.
 */
class DispatchTests {

	@ParameterizedTest
	@CsvSource({ "false, 0, 0, 0, START", "false, 0, 0, 1, START", "false, 1, 0, 1, REUSE", "false, 1, 0, 2, REUSE",
			"false, 0, 0, 2, WAIT", "false, 0, 2, 2, WAIT", "true, 0, 0, 0, START", "true, 1, 0, 1, START",
			"true, 1, 0, 2, MAKE_ROOM", "true, 2, 0, 2, MAKE_ROOM", "true, 1, 1, 2, WAIT", "true, 0, 0, 2, WAIT" })
	void decides(boolean fresh, int idle, int ending, int forks, Dispatch decision) {
		assertThat(Dispatch.of(fresh, idle, ending, forks, 2)).isEqualTo(decision);
	}

}
