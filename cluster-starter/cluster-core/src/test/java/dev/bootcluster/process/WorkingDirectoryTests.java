// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link WorkingDirectory}: releases below {@code r}, of which the link
 * {@code current} leads to one.
 */
class WorkingDirectoryTests {

	@TempDir
	private Path temp;

	private Path release;

	private Path current;

	@BeforeEach
	void deploy() throws IOException {
		this.temp = this.temp.toRealPath();
		this.release = Files.createDirectories(this.temp.resolve("r/1"));
		Files.createDirectories(this.temp.resolve("r/2/lib"));
		Files.createDirectories(this.release.resolve("lib"));
		this.current = Files.createSymbolicLink(this.temp.resolve("current"), this.release);
		Files.createFile(this.release.resolve("app.jar"));
		Files.createFile(this.release.resolveSibling("shared.jar"));
		Files.createFile(this.temp.resolve("shared.jar"));
	}

	@Test
	void nameIsTheOneThroughWhichTheShellWentThere() {
		assertThat(WorkingDirectory.named(this.current.toString(), this.release)).isEqualTo(this.current);
	}

	@ParameterizedTest
	@NullSource
	@ValueSource(strings = { "", "current", "/no/such/directory", "/" })
	void nameThatLeadsElsewhereIsNotBelieved(String variable) {
		assertThat(WorkingDirectory.named(variable, this.release)).isEqualTo(this.release);
	}

	@ParameterizedTest
	@CsvSource({ "app.jar, current/app.jar", "./app.jar, current/app.jar", "lib, current/lib", ".., r", "'', current",
			"../shared.jar, r/shared.jar", "missing.jar, r/1/missing.jar" })
	void fileIsFoundThroughTheLinkIfItIsTheSame(String file, String expected) {
		assertThat(WorkingDirectory.resolve(file, this.current, this.release)).isEqualTo(this.temp.resolve(expected));
	}

	@Test
	void absoluteNameStays() {
		String file = this.current.resolve("app.jar").toString();
		assertThat(WorkingDirectory.resolve(file, this.release, this.release)).hasToString(file);
	}

	@Test
	void currentDirectoryIsWhereTheLinkLeadsNow() throws IOException {
		assertThat(WorkingDirectory.current(this.current)).isEqualTo(this.release);
		Files.delete(this.current);
		assertThat(WorkingDirectory.current(this.current)).isEqualTo(this.current);
		Files.createSymbolicLink(this.current, this.temp.resolve("r/2"));
		assertThat(WorkingDirectory.current(this.current)).isEqualTo(this.temp.resolve("r/2"));
	}

	@Test
	void processStartsWhereItShouldAndIfThatIsGoneWhereTheLinkLeadsOrAbove() throws IOException {
		String variable = this.current.toString();
		assertThat(WorkingDirectory.existing(this.release, variable)).isEqualTo(this.release);
		Path gone = this.temp.resolve("r/0/deep");
		assertThat(WorkingDirectory.existing(gone, variable)).isEqualTo(this.current);
		assertThat(WorkingDirectory.existing(gone, null)).isEqualTo(this.temp.resolve("r"));
		Files.delete(this.current);
		assertThat(WorkingDirectory.existing(gone, variable)).isEqualTo(this.temp.resolve("r"));
	}

}
