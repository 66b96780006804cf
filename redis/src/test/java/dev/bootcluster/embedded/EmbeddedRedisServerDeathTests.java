// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.embedded;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

import dev.bootcluster.SharedStateInfo;
import dev.bootcluster.SharedStateInfo.Status;
import dev.bootcluster.SharedStateServer;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link EmbeddedRedisServer} in which something dies: the server, the primary,
 * the watcher.
 */
@EnabledOnOs(OS.LINUX)
@Timeout(60)
class EmbeddedRedisServerDeathTests {

	@TempDir
	private Path directory;

	private final EmbeddedRedisServer server = new EmbeddedRedisServer();

	@AfterEach
	void close() {
		this.server.close();
		Processes.of(this.directory).forEach(ProcessHandle::destroyForcibly);
	}

	@Test
	void serverThatIsKilledComesBackOnTheSamePortWithEveryAcknowledgedWrite() throws Exception {
		Map<String, String> properties = this.server.start(this.directory, this.directory);
		for (int death = 1; death <= 2; death++) {
			ProcessHandle killed = Processes.server(this.directory);
			try (RedisConnection connection = RedisConnection.open(properties)) {
				for (int i = 0; i < 1000; i++) {
					assertThat(connection.call("INCR counter")).isEqualTo(String.valueOf((death - 1) * 1000 + i + 1));
				}
				Processes.signal("KILL", killed);
			}
			awaitAnotherServerThan(killed);
			assertThat(answer(properties, "GET counter")).isEqualTo(String.valueOf(death * 1000));
		}
		this.server.close();
		assertThat(Processes.of(this.directory)).isEmpty();
	}

	@Test
	void writeThatWasCutOffDoesNotKeepTheServerDown() throws Exception {
		Map<String, String> properties = this.server.start(this.directory, this.directory);
		RedisConnection.call(properties, "SET kept value");
		ProcessHandle watcher = Processes.watcher(this.directory);
		ProcessHandle killed = Processes.server(this.directory);
		Processes.signal("STOP", watcher);
		Processes.signal("KILL", killed);
		try (Stream<Path> files = Files.walk(this.directory)) {
			Path log = files.filter((file) -> file.endsWith("appendonly.aof")).findFirst().orElseThrow();
			Files.writeString(log, "*3\r\n$3\r\nSET\r\n$3\r\ncu", StandardOpenOption.APPEND);
		}
		Processes.signal("CONT", watcher);
		awaitAnotherServerThan(killed);
		assertThat(answer(properties, "GET kept")).isEqualTo("value");
	}

	@Test
	void serverThatHangsIsKnownToBeDown() throws Exception {
		this.server.start(this.directory, this.directory);
		assertThat(this.server.info()).isNotNull().returns(Status.UP, SharedStateInfo::status);
		ProcessHandle hung = Processes.server(this.directory);
		Processes.signal("STOP", hung);
		await().until(() -> this.server.info().status() == Status.DOWN);
		Processes.signal("CONT", hung);
		await().until(() -> this.server.info().status() == Status.UP);
		this.server.close();
		assertThat(this.server.info()).isNull();
	}

	@Test
	void closeWhileTheServerIsBeingReplacedLeavesNothing() throws Exception {
		this.server.start(this.directory, this.directory);
		for (int death = 1; death <= 2; death++) {
			ProcessHandle killed = Processes.server(this.directory);
			Processes.signal("KILL", killed);
			if (death == 1) {
				awaitAnotherServerThan(killed);
			}
		}
		this.server.close();
		awaitNothingLeft();
	}

	@Test
	void serverSurvivesWhatSystemdAndTheTerminalSendToAllProcesses() throws Exception {
		Map<String, String> properties = this.server.start(this.directory, this.directory);
		RedisConnection.call(properties, "SET key value");
		ProcessHandle watcher = Processes.watcher(this.directory);
		for (String signal : List.of("HUP", "TERM", "INT")) {
			ProcessHandle signalled = Processes.server(this.directory);
			for (ProcessHandle process : Processes.of(this.directory)) {
				Processes.signal(signal, process);
			}
			if (!signal.equals("HUP")) {
				awaitAnotherServerThan(signalled);
			}
			assertThat(answer(properties, "GET key")).isEqualTo("value");
			assertThat(Processes.watcher(this.directory)).isEqualTo(watcher);
		}
	}

	@Test
	void serverEndsWithThePrimaryThatIsKilled() throws Exception {
		Map<String, String> properties = new HashMap<>();
		Process primary = startPrimary(properties);
		assertThat(RedisConnection.call(properties, "PING")).isEqualTo("PONG");
		primary.destroyForcibly();
		awaitNothingLeft();
	}

	@Test
	void serverEndsWithThePrimaryThatIsKilledWhileTheServerIsBeingReplaced() throws Exception {
		Process primary = startPrimary(new HashMap<>());
		ProcessHandle first = Processes.server(this.directory);
		Processes.signal("KILL", first);
		awaitAnotherServerThan(first);
		ProcessHandle second = Processes.server(this.directory);
		Processes.signal("KILL", second);
		primary.destroyForcibly();
		awaitNothingLeft();
	}

	@Test
	void serverOutlivesThePrimaryUntilTheLastWorkerIsGone() throws Exception {
		Map<String, String> properties = new HashMap<>();
		Process primary = startPrimary(properties);
		Process worker = new ProcessBuilder("sleep", "60")
			.redirectOutput(this.directory.resolve(SharedStateServer.LIFELINE).toFile())
			.start();
		primary.destroyForcibly().waitFor();
		await().during(Duration.ofSeconds(2)).until(() -> RedisConnection.call(properties, "PING").equals("PONG"));
		worker.destroyForcibly();
		awaitNothingLeft();
	}

	@Test
	void serverEndsWithThePrimaryAlsoWhenItsWatcherWasKilled() throws Exception {
		Map<String, String> properties = new HashMap<>();
		Process primary = startPrimary(properties);
		Processes.signal("KILL", Processes.watcher(this.directory));
		await().during(Duration.ofSeconds(1)).until(() -> RedisConnection.call(properties, "PING").equals("PONG"));
		primary.destroyForcibly();
		awaitNothingLeft();
	}

	@Test
	void closeEndsTheServerAlsoWhenItsWatcherWasKilled() throws Exception {
		this.server.start(this.directory, this.directory);
		Processes.signal("KILL", Processes.watcher(this.directory));
		this.server.close();
		awaitNothingLeft();
	}

	@Test
	void clusterThatTakesTheDirectoryOverIsNotHurtByTheEndOfTheOldOne() throws Exception {
		Process oldPrimary = startPrimary(new HashMap<>());
		Process oldWorker = new ProcessBuilder("sleep", "60")
			.redirectOutput(this.directory.resolve(SharedStateServer.LIFELINE).toFile())
			.start();
		oldPrimary.destroyForcibly().waitFor();
		ProcessHandle oldServer = Processes.server(this.directory);
		Map<String, String> properties = this.server.start(this.directory, this.directory);
		oldWorker.destroyForcibly();
		await().until(() -> !oldServer.isAlive());
		await().until(() -> this.directory.resolve("redis").toFile().list().length == 1);
		assertThat(this.directory.resolve(SharedStateServer.LIFELINE)).exists();
		assertThat(RedisConnection.call(properties, "PING")).isEqualTo("PONG");
	}

	private Process startPrimary(Map<String, String> properties) throws IOException {
		Process primary = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-cp",
				System.getProperty("java.class.path"), PrimaryMain.class.getName(), this.directory.toString())
			.redirectError(Redirect.INHERIT)
			.start();
		BufferedReader output = new BufferedReader(new InputStreamReader(primary.getInputStream()));
		output.lines()
			.takeWhile((line) -> !line.isEmpty())
			.filter((line) -> line.startsWith("spring."))
			.forEach((line) -> properties.put(line.split("=")[0], line.split("=")[1]));
		assertThat(properties).isNotEmpty();
		return primary;
	}

	private String answer(Map<String, String> properties, String command) {
		return await().until(ignoringErrors(() -> RedisConnection.call(properties, command)),
				(answer) -> !answer.isEmpty() && !answer.startsWith("LOADING"));
	}

	private void awaitAnotherServerThan(ProcessHandle first) {
		await().ignoreExceptions().until(() -> !Processes.server(this.directory).equals(first));
	}

	private void awaitNothingLeft() {
		await().untilAsserted(() -> {
			assertThat(Processes.of(this.directory)).isEmpty();
			assertThat(this.directory).isEmptyDirectory();
		});
	}

	private static ConditionFactory await() {
		return Awaitility.await().atMost(Duration.ofSeconds(10)).pollInterval(Duration.ofMillis(20));
	}

	private static Callable<String> ignoringErrors(Callable<String> call) {
		return () -> {
			try {
				return call.call();
			}
			catch (IOException | UncheckedIOException ex) {
				return "";
			}
		};
	}

}
