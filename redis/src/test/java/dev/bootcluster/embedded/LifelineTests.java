// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import dev.bootcluster.SharedStateServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

/**
 * Tests for {@link Lifeline}.
 */
@EnabledOnOs(OS.LINUX)
class LifelineTests {

	private static final List<String> MISSING = List.of("no-such-program", "FIFO");

	private static final List<String> FAILING = List.of("false", "FIFO");

	@TempDir
	private Path directory;

	@Test
	void nextProgramIsTakenIfOneIsMissingOrFails() throws IOException {
		RunDirectory run = RunDirectory.create(this.directory, this.directory);
		Lifeline lifeline = Lifeline.open(run, List.of(MISSING, FAILING, List.of("mknod", "-m", "600", "FIFO", "p")));
		assertThat(Files.readAttributes(this.directory.resolve(SharedStateServer.LIFELINE), "isOther"))
			.containsEntry("isOther", true);
		lifeline.close();
		assertThat(this.directory.resolve(SharedStateServer.LIFELINE)).doesNotExist();
	}

	@Test
	void oneMessageNamesAllThatWereTried() throws IOException {
		RunDirectory run = RunDirectory.create(this.directory, this.directory);
		assertThatIOException().isThrownBy(() -> Lifeline.open(run, List.of(MISSING, FAILING)))
			.withMessageStartingWith("no program can make a FIFO in " + run.path())
			.withMessageContaining("no-such-program")
			.withMessageEndingWith("false failed");
	}

}
