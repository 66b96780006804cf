// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.cli;

import java.nio.file.Path;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RolloutWatch} and {@link RolloutProgress}.
 */
class RolloutWatchTests {

	private static final String RUNNING = CommandsTests.RELOAD;

	private static final String SUCCEEDED = RUNNING.replace("RUNNING", "SUCCEEDED");

	private static final String FAILED = RUNNING.replace("RUNNING", "FAILED")
		.replace("\"reason\":null", "\"reason\":\"Worker 1 (pid 6001, generation 4) exited with exit code 1\"")
		.replace("\"log\":[]", "\"log\":[\"Caused by: the database\",\"\\u001b[2Jthe end\"]");

	@TempDir
	private Path directory;

	private FakePrimary primary;

	private TestShell shell;

	private int lastEvent;

	@BeforeEach
	void start() {
		this.primary = new FakePrimary(this.directory).answers("reload", RUNNING);
		this.shell = new TestShell(this.directory);
	}

	@AfterEach
	void stop() {
		this.primary.close();
	}

	@Test
	void successIsWaitedForWithALinePerChange() {
		this.primary.answers("last-reload", RUNNING, RUNNING, SUCCEEDED)
			.answers("events",
					"[%s,%s]".formatted(event(1, "WORKER_STARTING", 2, 17, 9), event(1, "WORKER_STARTING", 4, 6001, 3)),
					"[%s,%s]".formatted(event(1, "WORKER_READY", 4, 6001, 3), event(1, "WORKER_DRAINING", 3, 5001, 3)),
					"[%s]".formatted(event(1, "WORKER_EXITED", 3, 5001, 3)));
		assertThat(this.shell.run("reload", "--wait")).isZero();
		assertThat(this.shell.out().lines().toList())
			.startsWith("Reload 3 to generation 4", "  slot 1  new worker 6001 starts (generation 4)",
					"  slot 1  new worker 6001 is ready and on trial", "  slot 1  new worker 6001 serves, 5001 drains",
					"  slot 1  done: worker 6001 serves")
			.last()
			.asString()
			.startsWith("Reload 3 to generation 4 succeeded after ");
		assertThat(this.shell.err()).isEmpty();
		assertThat(this.shell.reactsToInterrupts()).isFalse();
	}

	@Test
	void failureEndsWithTheLastLinesOfTheWorkerThatFailed() {
		this.primary.answers("last-reload", FAILED)
			.answers("events", "[%s,%s,%s]".formatted(event(1, "WORKER_STARTING", 4, 6001, 3),
					event(1, "WORKER_EXITED", 4, 6001, 3), event(0, "RELOAD_ROLLING_BACK", 4, 0, 3)));
		assertThat(this.shell.run("reload", "--wait")).isEqualTo(ExitCode.FAILED);
		assertThat(this.shell.out()).contains("detail of WORKER_EXITED", "detail of RELOAD_ROLLING_BACK",
				"failed after");
		assertThat(this.shell.err().lines()).containsExactly(
				"Because: Worker 1 (pid 6001, generation 4) exited with exit code 1",
				"The last lines of the worker that failed:", "  Caused by: the database", "  the end");
	}

	@Test
	void verdictIsJsonForScripts() {
		this.primary.answers("last-reload", RUNNING, FAILED).answers("events", "[]", "[]");
		assertThat(this.shell.run("reload", "--wait", "--json")).isEqualTo(ExitCode.FAILED);
		assertThat(this.shell.out().strip()).isEqualTo(JsonValue.parse(FAILED.getBytes()).toString());
		assertThat(this.shell.err()).isEmpty();
	}

	@Test
	void linesChangeInPlaceOnATerminal() {
		this.primary.answers("last-reload", RUNNING, SUCCEEDED)
			.answers("events", "[%s]".formatted(event(1, "WORKER_STARTING", 4, 6001, 3)),
					"[%s]".formatted(event(1, "WORKER_READY", 4, 6001, 3)));
		assertThat(this.shell.onTerminal().run("reload", "--wait")).isZero();
		assertThat(this.shell.out()).contains("starts (generation 4)\n\033[1A\033[J  slot 1  new worker 6001 is ready");
	}

	@Test
	void interruptLeavesTheReloadRunningAndSaysSo() {
		this.primary.answers("last-reload", RUNNING, SUCCEEDED).answers("events", "[]", "[]");
		assertThat(this.shell.onPause(this.shell::interrupt).run("reload", "--wait")).isZero();
		assertThat(this.shell.err()).contains("Reload 3 to generation 4 goes on. See: events --follow");
	}

	@Test
	void endOfTheClusterIsNoSuccess() {
		this.primary.answers("last-reload", RUNNING).answers("events", "[]");
		assertThat(this.shell.run("reload", "--wait")).isEqualTo(ExitCode.FAILED);
		assertThat(this.shell.err()).contains("broke");
		assertThat(this.shell.reactsToInterrupts()).isFalse();
	}

	@Test
	void otherReloadIsNotTakenForTheOneThatWasBegun() {
		this.primary.answers("last-reload", SUCCEEDED.replace("\"id\":3", "\"id\":4")).answers("events", "[]");
		assertThat(this.shell.run("reload", "--wait")).isEqualTo(ExitCode.FAILED);
		assertThat(this.shell.err()).contains("another has begun");
	}

	@ParameterizedTest
	@CsvSource({ "RELOAD_SUCCEEDED, 0", "RELOAD_FAILED, 1" })
	void endIsKnownIfAnotherReloadBeginsAtOnce(String type, int exitCode) {
		this.primary.answers("last-reload", SUCCEEDED.replace("\"id\":3", "\"id\":4"))
			.answers("events", "[" + event(0, type, 4, 0, 3) + "]");
		assertThat(this.shell.run("reload", "--wait")).isEqualTo(exitCode);
		assertThat(this.shell.err()).doesNotContain("another has begun");
	}

	@Test
	void refusedReloadIsNotWaitedFor() {
		this.primary.refuses("roll-back", "CONFLICT", "There is no generation to return to");
		assertThat(this.shell.run("rollback", "--wait")).isEqualTo(ExitCode.FAILED);
		assertThat(this.shell.err()).contains("no generation to return to");
	}

	@Test
	void namesSayWhatIsReplacedByWhat() {
		assertThat(
				RolloutWatch.name(JsonValue.parse(RUNNING.replace("\"dryRun\":false", "\"dryRun\":true").getBytes())))
			.isEqualTo("Dry run 3 of generation 4");
		assertThat(RolloutWatch.name(JsonValue.parse(RUNNING.replace("RELOAD", "RESTART").getBytes())))
			.isEqualTo("Rolling restart 3");
	}

	private String event(int slot, String type, int generation, long pid, int reload) {
		return """
				{"id":%d,"time":"2026-11-21T08:00:00Z","type":"%s","slot":%d,"pid":%d,"generation":%d,"reload":%d,\
				"detail":"detail of %s"}""".formatted(++this.lastEvent, type, slot, pid, generation, reload, type);
	}

}
