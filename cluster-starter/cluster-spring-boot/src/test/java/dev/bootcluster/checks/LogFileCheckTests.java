// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.checks;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link LogFileCheck}, with another process that writes to a file.
 */
class LogFileCheckTests {

	@TempDir
	private Path temp;

	private Path file;

	private Process other;

	@BeforeEach
	void start() throws IOException {
		this.temp = this.temp.toRealPath();
		this.file = this.temp.resolve("app.log");
		this.other = new ProcessBuilder("sh", "-c", "exec 9>>\"$0\"; echo ready; exec tail -f /dev/null",
				this.file.toString())
			.start();
		assertThat(this.other.getInputStream().read()).isEqualTo('r');
	}

	@AfterEach
	void stop() {
		this.other.destroyForcibly();
	}

	@Test
	void fileThatBothWriteIsFoundWhileBothDo() throws IOException {
		try (OutputStream own = Files.newOutputStream(this.file, StandardOpenOption.APPEND)) {
			own.write(1);
			assertThat(between()).containsExactly(this.file);
			assertThat(between(this.temp.resolve("a/.."))).isEmpty();
		}
		assertThat(between()).isEmpty();
	}

	/**
	 * As the heap of ZGC, which has the same name in each process and none on disk.
	 */
	@Test
	void fileWithoutANameIsNotFound() throws IOException {
		try (OutputStream own = Files.newOutputStream(this.file, StandardOpenOption.APPEND)) {
			own.write(1);
			Files.delete(this.file);
			assertThat(between()).isEmpty();
		}
	}

	@Test
	void readerIsNoWriter() throws IOException {
		try (InputStream own = Files.newInputStream(this.file)) {
			assertThat(own.read()).isEqualTo(-1);
			assertThat(between()).isEmpty();
		}
	}

	@Test
	void processThatIsGoneWritesNothing() throws Exception {
		this.other.destroyForcibly().waitFor();
		try (OutputStream own = Files.newOutputStream(this.file)) {
			own.write(1);
			assertThat(between()).isEmpty();
		}
	}

	private Iterable<Path> between(Path... except) {
		return new LogFileCheck(this.other.pid(), except).common();
	}

}
