// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.generation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Seal}.
 */
class SealTests {

	@TempDir
	private Path directory;

	private Path file;

	private Seal seal;

	@BeforeEach
	void seal() throws IOException {
		Path lib = Files.createDirectories(this.directory.resolve("app/lib"));
		this.file = Files.writeString(lib.resolve("a.jar"), "A");
		Files.writeString(lib.resolve("b.jar"), "B");
		this.seal = new Seal(this.directory, "app");
		this.seal.write();
	}

	@Test
	void sealedTreeIsIntact() throws IOException {
		assertThat(this.seal.isIntact()).isTrue();
		Files.createFile(this.directory.resolve("beside"));
		assertThat(this.seal.verify()).isTrue();
	}

	@Test
	void missingSealOrContentIsNotIntact() throws IOException {
		assertThat(new Seal(this.directory, "other").verify()).isFalse();
		Files.delete(this.directory.resolve("seal.json"));
		assertThat(this.seal.isIntact()).isFalse();
		assertThat(this.seal.verify()).isFalse();
	}

	@Test
	void sealThatWasCutOffIsNone() throws IOException {
		Path json = this.directory.resolve("seal.json");
		String text = Files.readString(json);
		Files.writeString(json, text.substring(0, text.length() / 2));
		assertThat(this.seal.isIntact()).isFalse();
		assertThat(this.seal.verify()).isFalse();
	}

	@Test
	void contentDecidesWhenTimesHaveChanged() throws IOException {
		Files.setLastModifiedTime(this.file, FileTime.fromMillis(0));
		assertThat(this.seal.isIntact()).isFalse();
		assertThat(this.seal.verify()).isTrue();
		assertThat(this.seal.isIntact()).as("sealed again").isTrue();
		Files.writeString(this.file, "X");
		assertThat(this.seal.verify()).isFalse();
	}

	@Test
	void timesAreNotTrustedAfterTheMachineWasStartedAnew() throws IOException {
		Path json = this.directory.resolve("seal.json");
		String boot = Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip();
		Files.writeString(json, Files.readString(json).replace(boot, "another"));
		assertThat(this.seal.isIntact()).isFalse();
		assertThat(this.seal.verify()).isTrue();
		assertThat(this.seal.isIntact()).isTrue();
	}

	@Test
	void linkInTheFilesPlaceIsAChange() throws IOException {
		Path other = Files.move(this.file, this.directory.resolve("moved.jar"));
		Files.createSymbolicLink(this.file, other);
		assertThat(this.seal.verify()).isFalse();
	}

}
