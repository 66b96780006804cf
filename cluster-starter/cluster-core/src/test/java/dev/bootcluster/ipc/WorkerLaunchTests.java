// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.ipc;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Properties;

import dev.bootcluster.process.JvmOption;
import dev.bootcluster.process.JvmPurpose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link WorkerLaunch}.
 */
class WorkerLaunchTests {

	private static final WorkerLaunch LAUNCH = new WorkerLaunch(2, 3, 7, Path.of("/run/a cluster"),
			Path.of("/artifacts/key"), Path.of("/generations/3/configuration.json"), 8081, true,
			Duration.ofMillis(1500), true);

	@Test
	void workerReadsWhatThePrimaryWrote() {
		assertThat(WorkerLaunch.from(properties(LAUNCH))).isEqualTo(LAUNCH);
	}

	@Test
	void jvmThatNobodyLaunchedIsNoWorker() {
		assertThat(WorkerLaunch.from(new Properties())).isNull();
	}

	@Test
	void eachMissingPropertyIsNamed() {
		for (Object name : properties(LAUNCH).keySet()) {
			Properties properties = properties(LAUNCH);
			properties.remove(name);
			if (name.equals(WorkerLaunch.SLOT)) {
				assertThat(WorkerLaunch.from(properties)).isNull();
			}
			else {
				assertThatIllegalStateException().isThrownBy(() -> WorkerLaunch.from(properties))
					.withMessage("cluster.worker.slot is set, but %s is not: "
							+ "the primary sets both; do not set them by hand", name);
			}
		}
	}

	@ParameterizedTest
	@EnumSource
	void childOfAWorkerIsToldNothingOfIt(JvmPurpose purpose) {
		assertThat(JvmOption.forChild(LAUNCH.toOptions(), purpose)).isEmpty();
	}

	private static Properties properties(WorkerLaunch launch) {
		Properties properties = new Properties();
		for (String option : launch.toOptions()) {
			String[] parts = option.substring("-D".length()).split("=", 2);
			properties.setProperty(parts[0], parts[1]);
		}
		return properties;
	}

}
