// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.primary.launch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SlotFiles}.
 */
class SlotFilesTests {

	@TempDir
	private Path temp;

	@ParameterizedTest
	@CsvSource({ "gc.log, gc-worker-2.log", "gc, gc-worker-2", "/a.b/gc, /a.b/gc-worker-2",
			"/a/.hidden, /a/.hidden-worker-2", ".log, .log-worker-2", "a.b.log, a.b-worker-2.log",
			"/dev/shm/gc.log, /dev/shm/gc-worker-2.log", "/device/gc.log, /device/gc-worker-2.log" })
	void nameForPutsTheSlotBeforeTheExtension(String file, String name) {
		assertThat(SlotFiles.nameFor(file, 2)).isEqualTo(name);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/dev/stdout", "/dev/stderr", "/dev/null", "/dev/tty", "/dev/fd/1", "/proc/self/fd/1",
			"/proc/1/fd/2", "/dev/../dev/stdout", "//dev/stdout" })
	void whatIsNoFileOnADiskKeepsItsName(String file) {
		assertThat(SlotFiles.nameFor(file, 2)).isEqualTo(file);
		assertThat(SlotFiles.isSpecial(file)).isTrue();
	}

	@Test
	void pipeKeepsItsName() throws Exception {
		Path pipe = this.temp.resolve("log.pipe");
		assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
		assertThat(SlotFiles.nameFor(pipe.toString(), 2)).isEqualTo(pipe.toString());
	}

	/**
	 * As images do that log to files and are to log to the console.
	 */
	@Test
	void linkToTheConsoleKeepsItsNameAndAnyOtherDoesNot() throws IOException {
		Path console = Files.createSymbolicLink(this.temp.resolve("access.log"), Path.of("/dev/stdout"));
		Path second = Files.createSymbolicLink(this.temp.resolve("second.log"), Path.of("access.log"));
		Path file = Files.createSymbolicLink(this.temp.resolve("file.log"), Files.createFile(this.temp.resolve("a")));
		Path loop = Files.createSymbolicLink(this.temp.resolve("loop.log"), Path.of("loop.log"));
		assertThat(SlotFiles.isSpecial(console.toString())).isTrue();
		assertThat(SlotFiles.isSpecial(second.toString())).isTrue();
		assertThat(SlotFiles.isSpecial(file.toString())).isFalse();
		assertThat(SlotFiles.isSpecial(loop.toString())).isFalse();
	}

}
