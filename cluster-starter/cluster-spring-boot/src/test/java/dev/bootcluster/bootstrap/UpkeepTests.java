// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.bootstrap;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

import dev.bootcluster.access.AccessToken;
import dev.bootcluster.ipc.CommonFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.util.FileSystemUtils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

/**
 * Tests for {@link Upkeep}.
 */
@ExtendWith(OutputCaptureExtension.class)
class UpkeepTests {

	@TempDir
	private Path temp;

	private ClusterDirectory directory;

	private Upkeep upkeep;

	@BeforeEach
	void create() throws IOException {
		this.directory = ClusterDirectory.create(this.temp);
		new CommonFile(path("cluster-common/secret")).update((text) -> "s3cret");
		this.upkeep = new Upkeep(this.directory.path());
		this.upkeep.add(this.directory::restore);
		this.upkeep.add(AccessToken.create(this.directory.path())::restore);
		this.upkeep.add(new CommonTexts(this.directory.path())::restore);
		this.upkeep.restore();
	}

	@AfterEach
	void close() {
		this.upkeep.close();
		this.directory.close();
	}

	@ParameterizedTest
	@ValueSource(strings = { "primary.lock", "cluster-token", "cluster-common/secret", "cluster-common", "" })
	void whatWasDeletedIsThereAgain(String deleted, CapturedOutput output) throws IOException {
		Map<String, String> before = content();
		FileSystemUtils.deleteRecursively(path(deleted));
		this.upkeep.restore();
		assertThat(content()).isEqualTo(before).hasSize(3);
		assertThat(Files.getPosixFilePermissions(this.directory.path()))
			.isEqualTo(PosixFilePermissions.fromString("rwx------"));
		assertThat(output).contains("Files in the cluster's directory " + this.directory.path() + " were deleted")
			.contains("set cluster.directory");
		this.upkeep.restore();
		assertThat(output).containsOnlyOnce("were deleted");
	}

	@ParameterizedTest
	@ValueSource(strings = { "primary.lock", "" })
	void directoryIsStillLockedForOthers(String deleted) throws IOException {
		FileSystemUtils.deleteRecursively(path(deleted));
		this.upkeep.restore();
		assertThatExceptionOfType(ClusterStartException.class)
			.isThrownBy(() -> ClusterDirectory.open(this.directory.path()))
			.withMessageContaining("is in use by another running cluster");
	}

	/**
	 * Workers that run, and the preparation of a reload.
	 */
	@Test
	void directoryThatSomethingOfOursMadeMeanwhileIsTaken() throws IOException {
		FileSystemUtils.deleteRecursively(this.directory.path());
		new CommonFile(path("cluster-common/another")).update((text) -> "secret");
		this.upkeep.restore();
		assertThat(content()).containsOnlyKeys("primary.lock", "cluster-token", "cluster-common/secret",
				"cluster-common/another");
	}

	@Test
	void directoryThatAnotherUserMadeMeanwhileIsNotTaken() throws IOException {
		FileSystemUtils.deleteRecursively(this.directory.path());
		Files.createDirectory(this.directory.path());
		Files.setPosixFilePermissions(this.directory.path(), PosixFilePermissions.fromString("rwxrwxrwx"));
		assertThatIOException().isThrownBy(this.upkeep::restore)
			.withMessageContaining("cannot be made again: other users have access to it");
		assertThat(path("cluster-token")).doesNotExist();
	}

	@Test
	void directoryWhosePlaceIsGoneIsReported() throws IOException {
		FileSystemUtils.deleteRecursively(this.directory.path());
		Files.createFile(this.directory.path());
		assertThatIOException().isThrownBy(this.upkeep::restore)
			.withMessageContaining("files in the cluster's directory %s were deleted", this.directory.path());
		Files.delete(this.directory.path());
	}

	@Test
	void nothingIsMadeOnceTheClusterHasEnded() throws IOException {
		this.upkeep.close();
		this.directory.close();
		this.upkeep.restore();
		assertThat(this.temp).isEmptyDirectory();
	}

	private Map<String, String> content() throws IOException {
		Map<String, String> content = new TreeMap<>();
		try (Stream<Path> files = Files.walk(this.directory.path())) {
			for (Path file : files.filter(Files::isRegularFile).toList()) {
				content.put(this.directory.path().relativize(file).toString(), Files.readString(file));
			}
		}
		return content;
	}

	private Path path(String name) {
		return this.directory.path().resolve(name);
	}

}
