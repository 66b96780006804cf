// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Optional;

import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link Watcher} and its script with a shell script in place of the server.
 */
@EnabledOnOs(OS.LINUX)
@Timeout(60)
@ExtendWith(OutputCaptureExtension.class)
class WatcherTests {

	private static final Session NO_SESSION = new Session(Optional.empty());

	@TempDir
	private Path directory;

	private RunDirectory run;

	private Lifeline lifeline;

	@BeforeEach
	void open() throws IOException {
		this.run = RunDirectory.create(this.directory, this.directory);
		this.lifeline = Lifeline.open(this.run);
	}

	@AfterEach
	void close() {
		this.lifeline.close();
		Processes.of(this.directory).forEach(ProcessHandle::destroyForcibly);
	}

	@Test
	void pausesLongerBeforeEachNewServerAndStopsInAPause() throws Exception {
		Watcher watcher = start("exit 7");
		Awaitility.await().until(() -> Files.readString(this.run.logFile()).contains("in 3 s"));
		assertThat(this.run.log().lines()).containsExactly("redis-server ended with status 7, restarting it in 0 s",
				"redis-server ended with status 7, restarting it in 1 s",
				"redis-server ended with status 7, restarting it in 3 s");
		long start = System.nanoTime();
		this.lifeline.close();
		watcher.stop(Duration.ofSeconds(5));
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
		assertThat(Processes.of(this.directory)).isEmpty();
		assertThat(this.directory).isEmptyDirectory();
	}

	@Test
	void serverThatIgnoresTheSignalIsKilledByTheScript(CapturedOutput output) throws Exception {
		Watcher watcher = start("trap '' TERM; while :; do sleep 0.2; done");
		Awaitility.await().until(() -> Processes.of(this.directory).size() >= 3);
		this.lifeline.close();
		watcher.stop(Duration.ofSeconds(10));
		assertThat(output).doesNotContain("is killed");
		assertThat(this.directory).isEmptyDirectory();
	}

	@Test
	void stopWhenTheScriptDoesNotEndKillsAll(CapturedOutput output) throws Exception {
		Watcher watcher = start("exec sleep 60");
		Awaitility.await().until(() -> Processes.of(this.directory).size() >= 3);
		watcher.stop(Duration.ofMillis(200));
		Awaitility.await().untilAsserted(() -> assertThat(Processes.of(this.directory)).isEmpty());
		assertThat(output).contains("Embedded redis-server did not stop within");
	}

	@Test
	void withoutSetsidControlCDoesNotEndTheScript() throws Exception {
		Watcher watcher = start("exec sleep 60");
		Awaitility.await().until(() -> Processes.of(this.directory).size() >= 3);
		Processes.signal("INT", ProcessHandle.of(watcher.pid()).orElseThrow());
		assertThat(watcher.awaitExit(Duration.ofMillis(300))).isFalse();
	}

	@Test
	void lostWatcherIsReported(CapturedOutput output) throws Exception {
		Watcher watcher = start("exec sleep 60");
		watcher.warnWhenLost();
		Processes.signal("KILL", ProcessHandle.of(watcher.pid()).orElseThrow());
		Awaitility.await()
			.untilAsserted(() -> assertThat(output)
				.contains("Watcher of the embedded redis-server (pid %d) is gone".formatted(watcher.pid())));
	}

	private Watcher start(String server) throws IOException {
		Files.writeString(this.run.executable(), "#!/bin/sh\n" + server + "\n");
		Files.setPosixFilePermissions(this.run.executable(), PosixFilePermissions.fromString("rwx------"));
		this.run.markStarted();
		return Watcher.start(this.run, NO_SESSION);
	}

}
