// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.bootstrap;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link ReloadSignal} and {@link MemoryNeed}.
 */
class ReloadSignalTests {

	@ParameterizedTest
	@CsvSource({ "USR1, USR1", "usr1, USR1", "SIGUSR1, USR1", "' HUP ', HUP", "sighup, HUP" })
	void signalIsReadInAnyForm(String text, String name) {
		assertThat(ReloadSignal.of(text, null).name()).isEqualTo(name);
	}

	@Test
	void noneIsNone() {
		assertThat(ReloadSignal.of("none", null).name()).isNull();
	}

	@ParameterizedTest
	@CsvSource({ "USR1, false, USR1", "HUP, false, HUP", "none, false,", "USR1, true, HUP USR1", "HUP, true, HUP",
			"none, true," })
	void serviceManagerReloadsByHupUnlessNoSignalMay(String text, boolean service, String names) {
		List<String> expected = (names != null) ? List.of(names.split(" ")) : List.of();
		assertThat(ReloadSignal.of(text, null).names(service)).containsExactlyElementsOf(expected);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "TERM", "INT", "KILL", "1", "SIG" })
	void otherSignalsAreRefused(String text) {
		assertThatIllegalArgumentException().isThrownBy(() -> ReloadSignal.of(text, null))
			.withMessageContaining("is not a signal that can trigger reloads");
	}

	@Test
	void usr2IsRefusedUnlessTheJvmUsesAnother() {
		assertThat(ReloadSignal.of("USR2", "10").name()).isEqualTo("USR2");
		for (String moved : new String[] { null, "12" }) {
			assertThatIllegalArgumentException().isThrownBy(() -> ReloadSignal.of("USR2", moved))
				.withMessageContaining("suspends its threads")
				.withMessageContaining("_JAVA_SR_SIGNUM");
		}
	}

	@Test
	void workersThatCanFitAreAccepted() {
		MemoryNeed.check(8, 0, 1L << 30);
	}

	@Test
	void workersThatCannotFitAreRefusedWithTheNumberThatCan() {
		assertThatExceptionOfType(ClusterStartException.class).isThrownBy(() -> MemoryNeed.check(9, 0, 1L << 30))
			.withMessage("cluster.workers=9 needs at least 1152 MB of memory, but there are only 1024 MB")
			.satisfies((ex) -> assertThat(ex.remedy()).startsWith("Set cluster.workers to 8 or less"));
		assertThatExceptionOfType(ClusterStartException.class).isThrownBy(() -> MemoryNeed.check(1, 0, 1L << 20))
			.satisfies((ex) -> assertThat(ex.remedy()).startsWith("Give this machine"));
	}

}
