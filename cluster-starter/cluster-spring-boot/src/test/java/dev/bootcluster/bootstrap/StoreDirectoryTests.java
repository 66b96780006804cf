// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.bootstrap;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link StoreDirectory}.
 */
@ExtendWith(OutputCaptureExtension.class)
class StoreDirectoryTests {

	@TempDir
	private Path temp;

	@Test
	void directoryThatTheUserNamedIsCreatedForTheUserAlone() throws IOException {
		Path directory = this.temp.resolve("a/store");
		assertThat(StoreDirectory.find(directory.toString(), Map.of())).isEqualTo(directory.toRealPath());
		assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory))).isEqualTo("rwx------");
		assertThat(directory).isEmptyDirectory();
	}

	@Test
	void serviceManagersDirectoryComesFirst() {
		assertThat(StoreDirectory.find(null,
				Map.of("CACHE_DIRECTORY", this.temp + "/service:/other", "XDG_CACHE_HOME", this.temp + "/xdg")))
			.isEqualTo(this.temp.resolve("service/boot-cluster"));
	}

	@Test
	void desktopsDirectoryComesNext() {
		assertThat(StoreDirectory.find(null, Map.of("XDG_CACHE_HOME", this.temp + "/xdg")))
			.isEqualTo(this.temp.resolve("xdg/boot-cluster"));
	}

	@Test
	void storeCanBeTurnedOff(CapturedOutput output) {
		assertThat(StoreDirectory.find("off", Map.of("XDG_CACHE_HOME", this.temp + "/xdg"))).isNull();
		assertThat(this.temp).isEmptyDirectory();
		assertThat(output).containsOnlyOnce("INFO").contains("cluster.store=off");
	}

	@Test
	void directoryThatOthersMayEnterIsNotUsed(CapturedOutput output) throws IOException {
		Path directory = Files.createDirectory(this.temp.resolve("store"));
		Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-x---"));
		assertThat(StoreDirectory.find(directory.toString(), Map.of())).isNull();
		assertThat(output).containsOnlyOnce("INFO").contains(directory.toString(), "its mode is not 700");
	}

	@Test
	void directoryThatCannotBeCreatedIsNotUsed(CapturedOutput output) throws IOException {
		Path file = Files.createFile(this.temp.resolve("file"));
		assertThat(StoreDirectory.find(null, Map.of("CACHE_DIRECTORY", file.toString()))).isNull();
		assertThat(output).containsOnlyOnce("INFO").contains(file.toString());
	}

	@Test
	void directoryThatAClassPathCannotNameIsNotUsed(CapturedOutput output) {
		assertThat(StoreDirectory.find(this.temp.resolve("a:b").toString(), Map.of())).isNull();
		assertThat(output).contains("colon");
	}

}
