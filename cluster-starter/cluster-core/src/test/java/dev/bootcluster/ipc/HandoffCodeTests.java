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
