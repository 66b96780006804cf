// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.ipc;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RunningApplication}.
 */
class RunningApplicationTests {

	@TempDir
	private Path directory;

	private Path jar;

	private RunningApplication running;

	@BeforeEach
	void start() throws IOException {
		this.jar = Files.writeString(this.directory.resolve("app.jar"), "version 1");
		this.running = RunningApplication.of(this.jar, 8080, null);
	}

	@Test
	void sameNameIsTheApplication() {
		assertThat(isRunning(this.jar)).isTrue();
		assertThat(isRunning(this.directory.resolve("sub/../app.jar"))).isTrue();
	}

	@Test
	void linkToTheJarIsTheApplication() throws IOException {
		Path link = Files.createSymbolicLink(this.directory.resolve("link.jar"), this.jar);
		assertThat(isRunning(link)).isTrue();
	}

	@Test
	void jarStartedThroughALinkIsFoundByBothAndByTheLinkAloneOnceItLeadsElsewhere() throws IOException {
		Path current = Files.createSymbolicLink(this.directory.resolve("current.jar"), this.jar);
		this.running = RunningApplication.of(current, 8080, null);
		assertThat(isRunning(this.jar)).isTrue();
		Files.delete(current);
		Files.createSymbolicLink(current, Files.writeString(this.directory.resolve("next.jar"), "version 2"));
		assertThat(isRunning(current)).isTrue();
		assertThat(isRunning(this.directory.resolve("next.jar"))).isFalse();
	}

	@Test
	void overwrittenJarIsTheApplication() throws IOException {
		Files.writeString(this.jar, "version 2, which is longer");
		assertThat(isRunning(this.jar)).isTrue();
	}

	@Test
	void movedJarIsTheApplication() throws IOException {
		Path moved = Files.move(this.jar, this.directory.resolve("old.jar"));
		assertThat(isRunning(moved)).isTrue();
	}

	@Test
	void otherJarIsNot() throws IOException {
		assertThat(isRunning(Files.writeString(this.directory.resolve("other.jar"), "version 1"))).isFalse();
		assertThat(isRunning(this.directory.resolve("missing.jar"))).isFalse();
	}

	@Test
	void directoriesAreToldApartByTheirNamesOnly() throws IOException {
		Path classes = Files.createDirectory(this.directory.resolve("classes"));
		this.running = RunningApplication.of(classes, 8080, null);
		assertThat(isRunning(classes)).isTrue();
		assertThat(isRunning(Files.createDirectory(this.directory.resolve("others")))).isFalse();
	}

	@Test
	void fileIsWrittenAndWrittenAgainIfItIsMissing() throws IOException {
		assertThat(this.running.restore(this.directory)).containsExactly(RunningApplication.FILE);
		assertThat(this.running.restore(this.directory)).isEmpty();
		Path file = this.directory.resolve(RunningApplication.FILE);
		assertThat(Wire.read(file, RunningApplication.class)).isEqualTo(this.running);
		assertThat(Files.getPosixFilePermissions(file)).isEqualTo(OwnerOnly.FILE.value());
		Files.delete(file);
		assertThat(this.running.restore(this.directory)).containsExactly(RunningApplication.FILE);
		try (var files = Files.list(this.directory)) {
			assertThat(files).containsExactlyInAnyOrder(file, this.jar);
		}
	}

	private boolean isRunning(Path file) {
		Set<String> names = RunningApplication.names(file);
		return this.running.is(names, List.of(RunningApplication.identity(file)));
	}

}
