// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

import dev.bootcluster.ipc.Protocol;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/**
 * Tests for the commands, each against a primary that says what a real one would.
 */
class CommandsTests {

	static final String INFO = """
			{"state":"STABLE","reason":null,"generation":3,"leader":1,
			"primary":{"pid":4711,"uptime":"PT26H3M","handoffs":17,"pending":0},
			"balancing":{"policy":"least-connections","skew":1.25},
			"workers":[{"slot":1,"pid":5001,"generation":3,"state":"READY","uptime":"PT1M5S","connections":2,
			"requests":12345,"restarts":0,"memory":241172480,"lastExit":null,"paused":false,"spare":false,
			"traffic":{"inFlight":1,"handedOff":17,"refused":3,"migratedIn":0,"migratedOut":0,"share":0.256}},
			{"slot":2,"pid":5002,"generation":3,"state":"EXITED","uptime":"PT0S","connections":0,"requests":0,
			"restarts":4,"memory":0,"lastExit":{"code":137,"signal":"SIGKILL","reason":"ended by SIGKILL",
			"cause":"SIGNAL"},"paused":true,"spare":false,
			"traffic":{"inFlight":0,"handedOff":0,"refused":0,"migratedIn":0,"migratedOut":0,"share":0.0}}]}"""
		.replace("\n", "");

	/**
	 * With a replaced worker that lives on.
	 */
	static final String LINGERING = INFO.replaceFirst("}$", """
			,"lingering":[{"slot":1,"pid":4001,"generation":2,"uptime":"PT25H","connections":3,"requests":99,\
			"memory":241172480,"sessions":7,"remaining":"PT29M5.5S"},{"slot":2,"pid":4002,"generation":2,\
			"uptime":"PT25H","connections":0,"requests":0,"memory":0,"sessions":-1,"remaining":"PT0S"}]}""");

	static final String RELOAD = """
			{"id":3,"kind":"RELOAD","state":"RUNNING","generation":4,"dryRun":false,"slots":[],"reason":null,\
			"log":[]}""";

	private static final String EVENT = """
			{"id":9,"time":"2026-11-21T08:00:00.123456Z","type":"WORKER_READY","slot":1,"pid":5001,"generation":3,\
			"reload":0,"detail":"Worker 1 (pid 5001, generation 3) ready in 1.8s"}""";

	private static final String OUTPUT = """
			{"lines":[{"number":1,"count":1,"slot":1,"text":"one"},{"number":2,"count":1,"slot":2,\
			"text":"\\u001b[31mtwo\\u001b[0m\\u0007"}],"next":2,"dropped":0}""";

	@TempDir
	private Path directory;

	private FakePrimary primary;

	private TestShell shell;

	@BeforeEach
	void start() {
		this.primary = new FakePrimary(this.directory);
		this.shell = new TestShell(this.directory);
	}

	@AfterEach
	void stop() {
		this.primary.close();
	}

	@ParameterizedTest
	@MethodSource
	void orderIsGivenAndSaidToBeAccepted(String command, String request, String sentence, String json) {
		String name = JsonValue.parse(request.getBytes()).text("request");
		String result = command.matches("reload.*|rollback|restart") ? RELOAD : "null";
		this.primary.answers(name, result, result);
		assertThat(this.shell.run(command.split(" "))).isZero();
		assertThat(this.shell.out()).contains(sentence);
		TestShell script = new TestShell(this.directory);
		assertThat(script.run((command + " --json").split(" "))).isZero();
		assertThat(script.out().strip()).isEqualTo(json);
		assertThat(this.primary.requests()).containsExactly(request, request);
	}

	static Stream<Arguments> orderIsGivenAndSaidToBeAccepted() {
		return Stream.of(
				arguments("reload", "{\"request\":\"reload\",\"dryRun\":false}", "Reload 3 to generation 4", RELOAD),
				arguments("reload --dry-run", "{\"request\":\"reload\",\"dryRun\":true}", "has begun", RELOAD),
				arguments("rollback", "{\"request\":\"roll-back\"}", "has begun", RELOAD),
				arguments("restart", "{\"request\":\"restart-all\"}", "has begun", RELOAD),
				arguments("restart 2", "{\"request\":\"restart\",\"slot\":2}", "slot 2", accepted("restart")),
				arguments("stop 2", "{\"request\":\"stop\",\"slot\":2}", "slot 2", accepted("stop")),
				arguments("start", "{\"request\":\"start-all\"}", "All stopped slots", accepted("start")),
				arguments("start 2", "{\"request\":\"start\",\"slot\":2}", "Slot 2", accepted("start")),
				arguments("pause 2", "{\"request\":\"pause\",\"slot\":2}", "Slot 2", accepted("pause")),
				arguments("resume 2", "{\"request\":\"resume\",\"slot\":2}", "Slot 2", accepted("resume")),
				arguments("scale max-1", "{\"request\":\"scale\",\"workers\":\"max-1\"}", "max-1 workers",
						accepted("scale")),
				arguments("balance random", "{\"request\":\"balance\",\"policy\":\"random\"}", "by random",
						accepted("balance")));
	}

	private static String accepted(String order) {
		return "{\"accepted\":\"%s\"}".formatted(order);
	}

	@Test
	void listShowsEverySlot() throws IOException {
		this.primary.runs(Path.of("/srv/app.jar"), 8080).answers("info", INFO);
		assertThat(this.shell.run("list")).isZero();
		assertThat(this.shell.out().lines()).containsExactly(
				"app.jar on port 8080: STABLE, generation 3, primary 4711, up 1d 2h, 17 handoffs by least-connections, skew 1.25, 0 pending",
				"SLOT   PID  STATE   GEN  UPTIME  CONNS  SHARE  REQUESTS  MEMORY  RESTARTS  NOTES",
				"   1  5001  READY     3   1m 5s      2    26%     12345  230 MB         0  leader",
				"   2  5002  EXITED    3      0s      0     0%         0       -         4  paused, ended by SIGKILL");
	}

	@Test
	void listShowsReplacedWorkersThatLiveOn() {
		this.primary.answers("info", LINGERING, LINGERING);
		assertThat(this.shell.run("list")).isZero();
		assertThat(this.shell.out().lines().skip(1)).containsExactly(
				"SLOT   PID  STATE      GEN  UPTIME  CONNS  SHARE  REQUESTS  MEMORY  RESTARTS  NOTES",
				"   1  5001  READY        3   1m 5s      2    26%     12345  230 MB         0  leader",
				"   2  5002  EXITED       3      0s      0     0%         0       -         4  paused, ended by SIGKILL",
				"   1  4001  LINGERING    2   1d 1h      3      -        99  230 MB         -  7 sessions, at most 29m 5s left",
				"   2  4002  LINGERING    2   1d 1h      0      -         0       -         -  sessions unknown, at most 0s left");
		TestShell show = new TestShell(this.directory);
		assertThat(show.run("show", "1")).isZero();
		assertThat(show.out())
			.containsPattern("lives on beside it +pid 4001, generation 2, 7 sessions, at most 29m 5s left");
	}

	@Test
	void jsonOfTheClusterIsThatOfTheEndpoint() {
		this.primary.answers("info", INFO);
		assertThat(this.shell.run("list", "--json")).isZero();
		assertThat(this.shell.out().strip()).isEqualTo(INFO);
	}

	@Test
	void showTellsAllOfASlotAndTheLastLinesOfOneThatIsGone() {
		this.primary.answers("info", INFO, INFO, INFO).answers("read-output", OUTPUT);
		assertThat(this.shell.run("show", "1")).isZero();
		assertThat(this.shell.out()).contains("1 (leader)", "READY", "230 MB", "17, 26% of the latest")
			.containsPattern("connections to it +yes")
			.contains("worker before")
			.doesNotContain("last lines");
		assertThat(this.shell.run("show", "2")).isZero();
		assertThat(this.shell.out()).containsPattern("connections to it +no")
			.containsPattern("its end +ended by SIGKILL \\(SIGNAL\\)")
			.contains("Its last lines:", "  one", "  two");
		TestShell script = new TestShell(this.directory);
		assertThat(script.run("show", "1", "--json")).isZero();
		assertThat(script.out()).startsWith("{\"slot\":1,\"pid\":5001,");
	}

	@Test
	void slotThatDoesNotExistIsSaidSo() {
		this.primary.answers("info", INFO, INFO).answers("read-output", "{\"lines\":[],\"next\":0,\"dropped\":0}");
		assertThat(this.shell.run("show", "7")).isEqualTo(ExitCode.FAILED);
		assertThat(this.shell.run("logs", "7")).isEqualTo(ExitCode.FAILED);
		assertThat(this.shell.err()).containsSubsequence("There is no slot 7", "There is no slot 7");
	}

	@Test
	void eventsAreListed() {
		this.primary.answers("events", "[%s]".formatted(EVENT), "[%s]".formatted(EVENT));
		assertThat(this.shell.run("events")).isZero();
		assertThat(this.shell.out().strip())
			.isEqualTo("2026-11-21T08:00:00Z  WORKER_READY           Worker 1 (pid 5001, generation 3) ready in 1.8s");
		TestShell script = new TestShell(this.directory);
		assertThat(script.run("events", "--json")).isZero();
		assertThat(script.out().strip()).isEqualTo("{\"events\":[%s]}".formatted(EVENT));
	}

	@Test
	void followedEventsGoOnAfterTheLastOne() {
		this.primary.answers("events", "[%s]".formatted(EVENT), "[]", "[%s]".formatted(EVENT.replace(":9,", ":10,")));
		assertThat(this.shell.run("events", "--follow", "--json")).isEqualTo(ExitCode.FAILED);
		assertThat(this.primary.requests()).containsExactly("{\"request\":\"events\",\"after\":0}",
				"{\"request\":\"events\",\"after\":9}", "{\"request\":\"events\",\"after\":9}",
				"{\"request\":\"events\",\"after\":10}");
		assertThat(this.shell.out().lines()).filteredOn((line) -> line.startsWith("{\"id\"")).hasSize(2);
		assertThat(this.shell.out()).contains("{\"error\":\"The connection to the cluster");
	}

	@Test
	void logsNameTheSlotUnlessOneIsAskedFor() {
		this.primary.answers("read-output", OUTPUT, OUTPUT, OUTPUT);
		assertThat(this.shell.run("logs", "--lines", "5")).isZero();
		assertThat(this.shell.out().lines()).containsExactly("1 | one", "2 | two");
		TestShell one = new TestShell(this.directory);
		assertThat(one.run("logs", "2")).isZero();
		assertThat(one.out().lines()).containsExactly("one", "two");
		TestShell script = new TestShell(this.directory);
		assertThat(script.run("logs", "--json")).isZero();
		assertThat(script.out().lines()).contains("{\"slot\":1,\"text\":\"one\"}");
		assertThat(this.primary.requests()).containsExactly(
				"{\"type\":\"read-output\",\"id\":1,\"slot\":null,\"after\":0,\"lines\":5}",
				"{\"type\":\"read-output\",\"id\":1,\"slot\":2,\"after\":0,\"lines\":200}",
				"{\"type\":\"read-output\",\"id\":1,\"slot\":null,\"after\":0,\"lines\":200}");
	}

	@Test
	void followedLogsGoOnAndSayWhatWasLeftOut() {
		this.primary.answers("read-output", OUTPUT, """
				{"lines":[{"number":1000,"count":900,"slot":1,"text":"later"}],"next":1000,"dropped":997}""");
		assertThat(this.shell.run("logs", "--follow")).isEqualTo(ExitCode.FAILED);
		assertThat(this.shell.out().lines()).containsExactly("1 | one", "2 | two",
				"--- 997 lines left out: they came too fast ---", "1 | later");
		assertThat(this.primary.requests()).last().asString().contains("\"after\":1000");
		assertThat(this.shell.err()).contains("The connection to the cluster");
	}

	@ParameterizedTest
	@CsvSource({ "INVALID, 2", "NOT_FOUND, 1", "CONFLICT, 1", "FAILED, 1", "UNAVAILABLE, 1", "NEW_REASON, 1" })
	void refusalIsAnExitCodeAndASentence(String refusal, int exitCode) {
		this.primary.refuses("scale", refusal, "No, because").refuses("scale", refusal, "No, because");
		assertThat(this.shell.run("scale", "17")).isEqualTo(exitCode);
		assertThat(this.shell.err()).isEqualToIgnoringNewLines("No, because");
		assertThat(this.shell.out()).isEmpty();
		assertThat(this.shell.run("scale", "17", "--json")).isEqualTo(exitCode);
		assertThat(this.shell.out().strip()).isEqualTo("{\"error\":\"No, because\"}");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "dance", "show", "show one", "pause", "resume", "scale", "list --colour", "list 1",
			"logs --lines many", "logs --lines=-1", "stop" })
	void whatIsNotUnderstoodIsSaidSo(String command) {
		this.primary.answers("info", INFO);
		assertThat(this.shell.run(command.isEmpty() ? new String[0] : command.split(" "))).isEqualTo(ExitCode.USAGE);
		assertThat(this.shell.err()).isNotEmpty();
	}

	@Test
	void stopOfAllSaysHowToStopTheApplication() {
		this.primary.answers("info", INFO);
		this.shell.run("stop");
		assertThat(this.shell.err()).contains("kill 4711");
	}

	@Test
	void helpNeedsNoCluster() {
		TestShell elsewhere = new TestShell(this.directory.resolve("none"));
		assertThat(elsewhere.run("--help")).isZero();
		assertThat(elsewhere.out()).contains("list", "monit", "generate-completion", "No cluster runs");
		assertThat(elsewhere.run("reload", "--help")).isZero();
		assertThat(elsewhere.out()).contains("--dry-run");
	}

	@Test
	void completionScriptKnowsCommandsAndOptions() {
		assertThat(this.shell.run("generate-completion")).isZero();
		assertThat(this.shell.out()).contains("complete", "cluster", "rollback", "--follow");
	}

	@Test
	void otherVersionIsMentionedAndCanBeRead() {
		int other = Protocol.VERSION + 1;
		this.primary.greets(FakePrimary.frame("{\"type\":\"welcome\",\"protocol\":%d,\"more\":[]}".formatted(other)))
			.answers("info", INFO.replace("\"restarts\":0,", "\"news\":{\"a\":[1]},"))
			.refuses("reload", "CONFLICT", "of another version");
		assertThat(this.shell.run("list")).isZero();
		assertThat(this.shell.err()).contains("another version", "protocol " + other);
		assertThat(this.shell.out()).contains("5001");
		assertThat(this.shell.run("reload")).isEqualTo(ExitCode.FAILED);
	}

	@Test
	void dashboardIsPrintedWithTheTokenThatOpensIt() throws IOException {
		assertThat(this.shell.run("dashboard")).as("address that is not known").isEqualTo(ExitCode.FAILED);
		assertThat(this.shell.err()).contains("management.server.port is 0");
		this.primary.runs(this.directory.resolve("app.jar"), 8080);
		TestShell without = new TestShell(this.directory);
		assertThat(without.run("dashboard")).as("no token").isEqualTo(ExitCode.FAILED);
		Files.writeString(this.directory.resolve("cluster-token"), "secret\n");
		TestShell with = new TestShell(this.directory);
		assertThat(with.run("dashboard")).isZero();
		assertThat(with.out().strip()).isEqualTo("http://localhost:8080/actuator/cluster/dashboard#token=secret");
		TestShell script = new TestShell(this.directory);
		assertThat(script.run("dashboard", "--json")).isZero();
		assertThat(script.out().strip())
			.isEqualTo("{\"dashboard\":\"http://localhost:8080/actuator/cluster/dashboard#token=secret\"}");
	}

	@Test
	void monitorWithoutATerminalPrintsTheWorkersAgainAndAgain() {
		this.primary.answers("info", INFO, INFO);
		assertThat(this.shell.run("monit")).isEqualTo(ExitCode.FAILED);
		assertThat(this.shell.out().lines().filter((line) -> line.startsWith("SLOT"))).hasSize(2);
		assertThat(this.shell.out()).doesNotContain("\033");
	}

}
