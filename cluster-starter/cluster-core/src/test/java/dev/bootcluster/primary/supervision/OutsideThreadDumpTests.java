// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.primary.supervision;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.TimeUnit;

import dev.bootcluster.test.Await;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link OutsideThreadDump}, with another JVM.
 */
class OutsideThreadDumpTests {

	@TempDir
	private Path directory;

	private Process process;

	@AfterEach
	void end() {
		this.process.destroyForcibly();
	}

	@Test
	void jcmdWritesAFileForItsOwnerOnly() throws Exception {
		startJvm();
		Path file = this.directory.resolve("threads.txt");
		Files.writeString(file, "what the worker had begun");
		assertThat(dump(new OutsideThreadDump(), file)).isTrue();
		assertThat(file).content().contains("Full thread dump", "\"main\"", "IdleJvm.main").doesNotContain("begun");
		assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).isEqualTo("rw-------");
	}

	@Test
	void jvmPrintsItsThreadsWhereThereIsNoJcmd() throws Exception {
		BufferedReader output = startJvm();
		Path file = this.directory.resolve("threads.txt");
		assertThat(dump(new OutsideThreadDump(this.directory), file)).isFalse();
		assertThat(file).doesNotExist();
		Await.until("a thread dump", () -> hasThreadDump(output));
		this.process.getOutputStream().close();
		assertThat(this.process.waitFor()).isZero();
	}

	@Test
	void jvmPrintsItsThreadsWhereTheFileCannotBeWritten() throws Exception {
		BufferedReader output = startJvm();
		assertThat(dump(new OutsideThreadDump(), this.directory.resolve("missing/threads.txt"))).isFalse();
		Await.until("a thread dump", () -> hasThreadDump(output));
		this.process.getOutputStream().close();
	}

	@Test
	void processThatWouldEndBySigquitIsLeftAlone() throws Exception {
		this.process = new ProcessBuilder("cat").start();
		Path file = this.directory.resolve("threads.txt");
		assertThat(dump(new OutsideThreadDump(), file)).isFalse();
		assertThat(file).doesNotExist();
		this.process.getOutputStream().close();
		assertThat(this.process.waitFor()).isZero();
	}

	private boolean dump(OutsideThreadDump outside, Path file) throws Exception {
		return outside.dump(this.process.pid(), file).get(ThreadDump.OUTSIDE.toSeconds(), TimeUnit.SECONDS);
	}

	/**
	 * A JVM that ends meanwhile would not print one.
	 */
	private static boolean hasThreadDump(BufferedReader output) throws IOException {
		while (output.ready()) {
			if (output.readLine().startsWith("Full thread dump")) {
				return true;
			}
		}
		return false;
	}

	private BufferedReader startJvm() throws IOException {
		this.process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx32m",
				"-cp", System.getProperty("java.class.path"), IdleJvm.class.getName())
			.redirectErrorStream(true)
			.start();
		BufferedReader output = this.process.inputReader();
		assertThat(output.readLine()).isEqualTo(IdleJvm.STARTED);
		return output;
	}

	/**
	 * A JVM that does nothing until its input ends.
	 */
	static final class IdleJvm {

		static final String STARTED = "started";

		private IdleJvm() {
		}

		public static void main(String[] args) throws IOException {
			System.out.println(STARTED);
			System.in.readAllBytes();
		}

	}

}
