// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.embedded;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import dev.bootcluster.SharedStateServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.core.io.support.SpringFactoriesLoader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

/**
 * Tests of {@link EmbeddedRedisServer} with the real redis-server: how it starts, what it
 * allows and how it stops.
 */
@EnabledOnOs(OS.LINUX)
@Timeout(60)
@ExtendWith(OutputCaptureExtension.class)
class EmbeddedRedisServerTests {

	@TempDir
	private Path directory;

	private final EmbeddedRedisServer server = new EmbeddedRedisServer();

	@AfterEach
	void close() {
		this.server.close();
	}

	@Test
	void isTheSharedStateServerThatThePrimaryFinds() {
		assertThat(SpringFactoriesLoader.forDefaultResourceLocation().load(SharedStateServer.class))
			.hasOnlyElementsOfType(EmbeddedRedisServer.class)
			.hasSize(1);
	}

	@Test
	void answersWithThePasswordAndRefusesWithout() throws IOException {
		Map<String, String> properties = this.server.start(this.directory, this.directory);
		try (RedisConnection connection = new RedisConnection(properties)) {
			assertThat(connection.call("PING")).startsWith("NOAUTH");
			assertThat(connection.call("AUTH default wrong")).startsWith("WRONGPASS");
			assertThat(connection.call("GET key")).startsWith("NOAUTH");
		}
		try (RedisConnection connection = RedisConnection.open(properties)) {
			assertThat(connection.call("SET key value")).isEqualTo("OK");
			assertThat(connection.call("GET key")).isEqualTo("value");
		}
	}

	@Test
	void refusesWhatDoesNotFitInsteadOfForgettingSessions() throws IOException {
		Map<String, String> properties = this.server.start(this.directory, this.directory);
		assertThat(RedisConnection.call(properties, "CONFIG GET maxmemory*")).contains("maxmemory-policy noeviction")
			.contains("maxmemory " + 256 * 1024 * 1024);
	}

	@Test
	void listensOnTheLoopbackInterfaceOnly() throws IOException {
		Map<String, String> properties = this.server.start(this.directory, this.directory);
		String port = ":%04X".formatted(Integer.parseInt(properties.get("spring.data.redis.port")));
		List<String> listening = Stream.concat(lines("/proc/net/tcp"), lines("/proc/net/tcp6"))
			.map((line) -> line.strip().split(" +"))
			.filter((fields) -> fields[1].endsWith(port) && fields[3].equals("0A"))
			.map((fields) -> fields[1])
			.toList();
		assertThat(listening).containsExactly("0100007F" + port);
	}

	@Test
	void everyStartHasItsOwnPassword() throws IOException {
		String first = this.server.start(this.directory, this.directory).get("spring.data.redis.password");
		this.server.close();
		String second = this.server.start(this.directory, this.directory).get("spring.data.redis.password");
		assertThat(first).hasSize(64).isNotEqualTo(second);
	}

	@Test
	void filesAreTheOwnersOnly() throws IOException {
		this.server.start(this.directory, this.directory);
		assertThat(mode(this.directory.resolve("redis"))).isEqualTo("rwx------");
		Path run = run();
		assertThat(mode(run)).isEqualTo("rwx------");
		assertThat(mode(run.resolve("redis.conf"))).isEqualTo("rw-------");
		assertThat(mode(this.directory.resolve(SharedStateServer.LIFELINE))).isEqualTo("rw-------");
		assertThat(Files.readAttributes(this.directory.resolve(SharedStateServer.LIFELINE), "isOther"))
			.containsEntry("isOther", true);
	}

	@Test
	void passwordIsInNoCommandLineAndInNoLog(CapturedOutput output) throws IOException {
		String password = this.server.start(this.directory, this.directory).get("spring.data.redis.password");
		assertThat(Processes.of(this.directory)).hasSizeGreaterThanOrEqualTo(2)
			.noneMatch((process) -> Processes.commandLine(process).contains(password));
		assertThat(Files.readString(run().resolve("redis.log"))).isNotEmpty().doesNotContain(password);
		assertThat(output).doesNotContain(password);
	}

	@Test
	void controlCInTheTerminalDoesNotReachIt() throws IOException {
		this.server.start(this.directory, this.directory);
		ProcessHandle watcher = Processes.watcher(this.directory);
		String session = String.valueOf(watcher.pid());
		assertThat(Processes.stat(watcher)[3]).isEqualTo(session);
		assertThat(Processes.stat(Processes.server(this.directory))[3]).isEqualTo(session);
		assertThat(Processes.stat(ProcessHandle.current())[3]).isNotEqualTo(session);
	}

	@Test
	void serverHoldsNoEndOfTheLifeline() throws IOException {
		this.server.start(this.directory, this.directory);
		Path descriptors = Path.of("/proc", String.valueOf(Processes.server(this.directory).pid()), "fd");
		try (Stream<Path> links = Files.list(descriptors)) {
			assertThat(links.map(EmbeddedRedisServerTests::target)).isNotEmpty()
				.noneMatch((target) -> target.contains(SharedStateServer.LIFELINE));
		}
	}

	@Test
	void closeLeavesNoProcessAndNoFile() throws IOException {
		this.server.start(this.directory, this.directory);
		assertThat(Processes.of(this.directory)).isNotEmpty();
		this.server.close();
		assertThat(Processes.of(this.directory)).isEmpty();
		assertThat(this.directory).isEmptyDirectory();
		this.server.close();
	}

	@Test
	void closeDoesNotWaitForWhoeverStillHoldsTheLifeline(CapturedOutput output) throws IOException {
		this.server.start(this.directory, this.directory);
		Process worker = new ProcessBuilder("sleep", "60")
			.redirectOutput(this.directory.resolve(SharedStateServer.LIFELINE).toFile())
			.start();
		this.server.close();
		assertThat(worker.isAlive()).isTrue();
		assertThat(Processes.of(this.directory)).isEmpty();
		assertThat(output).doesNotContain("is killed");
		worker.destroyForcibly();
	}

	@Test
	void closeBeforeStartDoesNothing() {
		this.server.close();
		assertThat(this.directory).isEmptyDirectory();
	}

	@Test
	void startWhenStartedAlreadyFailsAndKeepsTheServer() throws IOException {
		Map<String, String> properties = this.server.start(this.directory, this.directory);
		assertThatExceptionOfType(IllegalStateException.class)
			.isThrownBy(() -> this.server.start(this.directory, this.directory));
		assertThat(RedisConnection.call(properties, "PING")).isEqualTo("PONG");
	}

	@Test
	void startWhenPortIsTakenTriesAnother() throws IOException {
		try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
				ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			free.close();
			Iterator<Integer> ports = List.of(taken.getLocalPort(), taken.getLocalPort(), free.getLocalPort())
				.iterator();
			try (EmbeddedRedisServer server = new EmbeddedRedisServer(RedisExecutable.all(""), ports::next,
					Duration.ofSeconds(10))) {
				assertThat(server.start(this.directory, this.directory)).containsEntry("spring.data.redis.port",
						String.valueOf(free.getLocalPort()));
			}
		}
	}

	@Test
	void startWhenEveryPortIsTakenGivesUp() throws IOException {
		try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
				EmbeddedRedisServer server = new EmbeddedRedisServer(RedisExecutable.all(""), taken::getLocalPort,
						Duration.ofSeconds(10))) {
			assertThatIOException().isThrownBy(() -> server.start(this.directory, this.directory))
				.withMessageContaining("Failed listening on port " + taken.getLocalPort());
		}
	}

	@Test
	void startWhenExecutableDoesNotRunSaysWhyAndLeavesNothing() throws IOException {
		String linker = "libssl.so.3: cannot open shared object file";
		try (EmbeddedRedisServer server = script("echo '" + linker + "' >&2; exit 127", Duration.ofSeconds(10))) {
			assertThatIOException().isThrownBy(() -> server.start(this.directory, this.directory))
				.withMessage("no redis-server runs on this system: script: exit status 127: " + linker);
		}
		assertThat(Processes.of(this.directory)).isEmpty();
		assertThat(this.directory).isEmptyDirectory();
	}

	@Test
	void startWhenServerDoesNotAnswerGivesUpAndLeavesNothing() throws IOException {
		try (EmbeddedRedisServer server = script("[ $1 != --version ] || exec echo v=7.0; echo Loading; exec sleep 60",
				Duration.ofMillis(500))) {
			assertThatIOException().isThrownBy(() -> server.start(this.directory, this.directory))
				.withMessageContaining("on this system: script: it does not answer: Loading");
		}
		assertThat(Processes.of(this.directory)).isEmpty();
		assertThat(this.directory).isEmptyDirectory();
	}

	@Test
	void startWhenLibraryHasNoExecutableForThisSystemSaysSo() {
		try (EmbeddedRedisServer server = new EmbeddedRedisServer(List.of(RedisExecutable.bundled(null)), () -> 20000,
				Duration.ofSeconds(10))) {
			assertThatIOException().isThrownBy(() -> server.start(this.directory, this.directory))
				.withMessage(
						"no redis-server runs on this system: bundled redis-server: there is none for this system");
		}
		assertThat(this.directory).isEmptyDirectory();
	}

	private EmbeddedRedisServer script(String content, Duration timeout) {
		return new EmbeddedRedisServer(List.of(new RedisExecutable("script", (target) -> {
			Files.writeString(target, "#!/bin/sh\n" + content + "\n");
			Files.setPosixFilePermissions(target, PosixFilePermissions.fromString("rwx------"));
		})), () -> 20000, timeout);
	}

	private Path run() throws IOException {
		try (Stream<Path> runs = Files.list(this.directory.resolve("redis"))) {
			return runs.findFirst().orElseThrow();
		}
	}

	private static Stream<String> lines(String file) throws IOException {
		Path path = Path.of(file);
		return Files.exists(path) ? Files.readAllLines(path).stream().skip(1) : Stream.empty();
	}

	private static String mode(Path file) throws IOException {
		return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
	}

	private static String target(Path link) {
		try {
			return Files.readSymbolicLink(link).toString();
		}
		catch (IOException ex) {
			return "";
		}
	}

}
