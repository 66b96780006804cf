// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.process;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

/**
 * Tests for {@link JvmRun}.
 */
class JvmRunTests {

	@TempDir
	Path directory;

	@Test
	void runThatSucceedsTellsWhatItPrintedAndLeavesNothing() throws Exception {
		JvmRun run = run("echo one; echo two >&2; echo $GREETING", Map.of("GREETING", "three"));
		assertThat(run.succeeded()).isTrue();
		assertThat(run.output()).containsExactly("one", "two", "three");
		assertThat(run.lastLines(2)).containsExactly("two", "three");
		assertThat(this.directory).isEmptyDirectory();
	}

	@Test
	void runThatFailsTellsItsExitCode() throws Exception {
		JvmRun run = run("exit 3", Map.of());
		assertThat(run.succeeded()).isFalse();
		assertThat(run.exitCode()).hasValue(3);
		assertThat(run.lastLines(5)).isEmpty();
	}

	@Test
	void runThatTakesTooLongIsKilled() throws Exception {
		JvmRun run = JvmRun.of(List.of("sh", "-c", "echo begun; exec tail -f /dev/null"), Map.of(), this.directory,
				log(), Duration.ofSeconds(1));
		assertThat(run.succeeded()).isFalse();
		assertThat(run.exitCode()).isEmpty();
		assertThat(run.output()).containsExactly("begun");
	}

	@Test
	void outputThatIsNoTextIsNoFailure() throws Exception {
		assertThat(run("printf '\\377\\n'", Map.of()).output()).hasSize(1);
	}

	@Test
	void programThatIsNotThereIsAnError() {
		assertThatIOException().isThrownBy(
				() -> JvmRun.of(List.of("/no/such/java"), Map.of(), this.directory, log(), Duration.ofSeconds(1)));
		assertThat(this.directory.resolve("log")).doesNotExist();
	}

	private JvmRun run(String script, Map<String, String> environment) throws IOException, InterruptedException {
		return JvmRun.of(List.of("sh", "-c", script), environment, this.directory, log(), Duration.ofMinutes(1));
	}

	private Path log() {
		return this.directory.resolve("log");
	}

}
