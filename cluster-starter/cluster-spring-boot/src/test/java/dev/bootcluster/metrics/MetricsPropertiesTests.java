// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.metrics;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link MetricsProperties}.
 */
class MetricsPropertiesTests {

	@ParameterizedTest
	@ValueSource(strings = { "worker", "slot_2", "_w", "lease", "" })
	void nameOfALabelIsTaken(String label) {
		assertThat(new MetricsProperties(label).workerLabel()).isEqualTo(label);
	}

	@ParameterizedTest
	@ValueSource(strings = { "my label", "2nd", "a-b", "le", "quantile", "__name__", "\u00e4" })
	void whatIsNoneIsRefused(String label) {
		assertThatIllegalArgumentException().isThrownBy(() -> new MetricsProperties(label))
			.withMessageContaining("'%s' is no name of a label", label);
	}

}
