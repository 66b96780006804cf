// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.generation;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import dev.bootcluster.BalancingPolicy;
import dev.bootcluster.ipc.Wire;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link GenerationSettings}.
 */
class GenerationSettingsTests {

	/**
	 * The run that plans a generation leaves them in a file.
	 */
	@Test
	void settingsSurviveTheRoundTrip() {
		GenerationSettings settings = new GenerationSettings(List.of("-Xmx1g"), Map.of("A", "b"), Duration.ofSeconds(1),
				Duration.ofSeconds(2), Duration.ofSeconds(3), true,
				new ReloadSettings(Surge.of("25%"), Duration.ofSeconds(4), Duration.ofSeconds(5), Duration.ofSeconds(6),
						Duration.ofSeconds(7)),
				new WorkerLimits(1, 2, Duration.ofSeconds(8), Duration.ofSeconds(9)), BalancingPolicy.WEIGHTED,
				Map.of(2, 3), true);
		assertThat(Wire.fromJson(Wire.toJson(settings), GenerationSettings.class)).isEqualTo(settings);
	}

}
