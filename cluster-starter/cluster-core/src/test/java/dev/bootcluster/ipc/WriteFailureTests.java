// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.ipc;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIOException;

/**
 * Tests for {@link WriteFailure}.
 */
class WriteFailureTests {

	@TempDir
	private Path temp;

	/**
	 * {@code /dev/full} is a full disk (full(4)).
	 */
	@ParameterizedTest
	@CsvSource({ "/dev/full, No space left on device", "/proc/file, NoSuchFileException",
			"/no-such-directory/file, NoSuchFileException" })
	void messageNamesTheFileTheReasonAndTheRoom(Path file, String reason) {
		assertThatIOException().isThrownBy(() -> Wire.write(file, Map.of("a", "b")))
			.isInstanceOf(WriteFailure.class)
			.withMessageMatching(file + " cannot be written: " + reason + " \\(\\d+ [kM]B free\\)");
	}

	@Test
	void textOfAllWorkersThatCannotBeWrittenNamesItsFile() throws IOException {
		Path file = Files.createDirectory(this.temp.resolve("secret"));
		assertThatIOException().isThrownBy(() -> new CommonFile(file).update((text) -> "s3cret"))
			.withMessageStartingWith(file + " cannot be written: Is a directory (");
	}

	@Test
	void treeThatDoesNotFitIsForeseen() {
		Path tree = this.temp.resolve("not/there/yet");
		assertThatCode(() -> WriteFailure.foresee(tree, 1000)).doesNotThrowAnyException();
		assertThatIOException().isThrownBy(() -> WriteFailure.foresee(tree, Long.MAX_VALUE))
			.withMessageMatching(tree + " cannot be written: 8796093022207 MB needed \\(\\d+ MB free\\)");
	}

	@Test
	void sizeAndReasonAreBothSaid() {
		WriteFailure failure = new WriteFailure(this.temp, 5000, new IOException("Input/output error"));
		assertThat(failure)
			.hasMessageMatching(this.temp + " cannot be written: 4 kB needed \\(\\d+ MB free\\): Input/output error");
	}

}
