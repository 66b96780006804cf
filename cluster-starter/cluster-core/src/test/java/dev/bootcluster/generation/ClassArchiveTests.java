// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.generation;

import java.nio.file.Path;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ClassArchive}.
 */
class ClassArchiveTests {

	/**
	 * A JVM without an AOT cache does not know the option and would not start.
	 */
	@ParameterizedTest
	@CsvSource({ "true, -XX:AOTCacheOutput=", "false, -XX:ArchiveClassesAtExit=" })
	void profilesOfATraineeAreLeftOutWhereThereAreAny(boolean cache, String output) {
		ClassArchive archive = new ClassArchive(Path.of("artifact", "classes-1", "classes"), cache);
		assertThat(archive.trainOptions()).first().asString().startsWith(output).endsWith("classes");
		assertThat(archive.trainOptions().contains("-XX:-AOTRecordTraining")).isEqualTo(cache);
	}

}
