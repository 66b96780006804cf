// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.ipc;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link CommonFile}.
 */
class CommonFileTests {

	@TempDir
	private Path directory;

	@Test
	void firstTextStays() throws IOException {
		assertThat(update("first")).isEqualTo("first");
		assertThat(update("second")).isEqualTo("first");
	}

	@Test
	void shorterTextReplacesAllOfALongerOne() throws IOException {
		file().update((text) -> "a long text");
		file().update((text) -> "short");
		assertThat(file().update((text) -> text)).isEqualTo("short");
	}

	@Test
	void textIsForTheOwnerOnly() throws IOException {
		update("secret");
		assertThat(Files.getPosixFilePermissions(file().path()))
			.isEqualTo(PosixFilePermissions.fromString("rw-------"));
	}

	/**
	 * Whoever comes first makes it again, and others must not have access to it.
	 */
	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void directoryThatWasDeletedIsMadeForTheOwnerOnly(boolean update) throws IOException {
		Path cluster = this.directory.resolve("deleted");
		CommonFile file = new CommonFile(cluster.resolve(CommonFile.DIRECTORY).resolve("file"));
		if (update) {
			file.update((text) -> "text");
		}
		else {
			file.open().close();
		}
		for (Path made : List.of(cluster, cluster.resolve(CommonFile.DIRECTORY))) {
			assertThat(Files.getPosixFilePermissions(made)).isEqualTo(PosixFilePermissions.fromString("rwx------"));
		}
		assertThat(Files.getPosixFilePermissions(file.path())).isEqualTo(PosixFilePermissions.fromString("rw-------"));
	}

	@Test
	void nobodyReadsHalfOfIt() {
		List<CompletableFuture<String>> texts = Stream.iterate(0, (number) -> number + 1)
			.limit(20)
			.map((number) -> CompletableFuture.supplyAsync(() -> {
				try {
					return update("text of " + number);
				}
				catch (IOException ex) {
					throw new UncheckedIOException(ex);
				}
			}))
			.toList();
		assertThat(texts.stream().map(CompletableFuture::join).distinct()).hasSize(1);
	}

	private String update(String text) throws IOException {
		return file().update((current) -> current.isEmpty() ? text : current);
	}

	private CommonFile file() {
		return new CommonFile(this.directory.resolve("common").resolve("file"));
	}

}
