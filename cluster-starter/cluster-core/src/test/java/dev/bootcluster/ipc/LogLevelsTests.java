// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.ipc;

import java.io.IOException;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

/**
 * Tests for {@link LogLevels}.
 */
class LogLevelsTests {

	@Test
	void lastLevelOfALoggerHolds(@TempDir Path directory) throws IOException {
		LogLevels levels = new LogLevels(directory);
		assertThat(levels.all()).isEmpty();
		levels.put("org.example.A$B", "DEBUG");
		levels.put("web", "TRACE");
		levels.put("org.example.A$B", null);
		assertThat(new LogLevels(directory).all()).containsExactly(entry("web", "TRACE"),
				entry("org.example.A$B", null));
	}

}
