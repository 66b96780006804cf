// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.ipc;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link HandoffCode}.
 */
class HandoffCodeTests {

	@ParameterizedTest
	@EnumSource
	void everyCodeIsReadBack(HandoffCode code) {
		assertThat(HandoffCode.of(code.code())).isSameAs(code);
	}

	@Test
	void unknownCodeFailsLoudly() {
		assertThatIllegalArgumentException().isThrownBy(() -> HandoffCode.of((byte) 0))
			.withMessage("Unknown handoff code 0");
	}

}
