// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.it;

import java.io.File;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.bootcluster.testing.ClusterProcess;
import dev.bootcluster.testing.ClusterProcessBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

/**
 * What cannot start says why in one message, ends with 1, and leaves nothing behind.
 */
@Execution(ExecutionMode.CONCURRENT)
class StartFailureIT {

	/**
	 * The report that a worker made stands in the primary's without its first line.
	 */
	private static final String TITLE = "***************************\nAPPLICATION FAILED TO START";

	@TempDir
	private Path temporary;

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = { "cluster.workers | abc | use 'max'", "cluster.workers | 0% | use 'max'",
			"cluster.workers | 0 | use 'max'", "cluster.workers | 1000 | Set cluster.workers to ",
			"cluster.balancing | foo | use round-robin, least-connections",
			"cluster.balancing | java.lang.String | Name a class of the application",
			"cluster.directory | /proc/nope | Set cluster.directory to a directory",
			"cluster.reload.signal | USR2 | use USR1", "cluster.worker.drain-timeout | 0s | use one such as 30s",
			"cluster.worker.jvm-args | \"-Da | close it", "server.port | 99999 | number up to 65535" })
	void badValueIsNamedWithItsPropertyAndARemedy(String property, String value, String remedy) throws IOException {
		assertFails(property, value, remedy);
	}

	@Test
	void directoryThatCannotHoldASocketIsRefusedAndNotCreated() throws IOException {
		Path tooLong = this.temporary.resolve("d".repeat(90));
		assertFails("cluster.directory", tooLong.toString(), "Set cluster.directory to a shorter path");
		assertThat(tooLong).doesNotExist();
		Path file = Files.createFile(this.temporary.resolve("file"));
		assertFails("cluster.directory", file.resolve("below").toString(), "Set cluster.directory to a directory");
	}

	@Test
	void portInUseIsNamed() throws IOException {
		try (ServerSocket taken = new ServerSocket(0)) {
			String port = Integer.toString(taken.getLocalPort());
			assertFails("server.port", port, "Stop the process that listens on port " + port);
		}
	}

	@ParameterizedTest
	@CsvSource({ "--spring.mvc.async.request-timeout=abc, spring.mvc.async.request-timeout, --cluster.enabled=false",
			"--cluster.worker.jvm-args=-XX:NoSuchOption=1, NoSuchOption, cluster.worker.jvm-args",
			"--cluster.worker.jvm-args=-Xmx100000g, Could not reserve enough space, cluster.worker.jvm-args" })
	void workersThatCannotStartLendThePrimaryTheirLastWords(String argument, String words, String remedy)
			throws IOException {
		String message = fail(argument);
		assertThat(message).contains("None of 2 workers could start")
			.contains(words)
			.containsPattern("(?s)Action:.*" + remedy);
	}

	@Test
	void withoutAnyRedisTheRemediesAreNamed() throws IOException {
		assumeFalse(isListening(6379), "a Redis listens on this machine");
		String classPath = Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
			.filter((entry) -> !entry.contains("embedded-redis") && !entry.endsWith("/redis/target/classes"))
			.collect(Collectors.joining(File.pathSeparator));
		String message = fail(ClusterProcess.builder().classPath(classPath, "dev.bootcluster.demo.DemoApplication"),
				"--cluster.shared-state=redis");
		assertThat(message).contains("cluster.shared-state", "cluster-embedded-redis", "spring.data.redis.host",
				"cluster.shared-state=none");
	}

	private static boolean isListening(int port) {
		try (Socket socket = new Socket("localhost", port)) {
			return socket.isConnected();
		}
		catch (IOException ex) {
			return false;
		}
	}

	private void assertFails(String property, String value, String remedy) throws IOException {
		assertThat(fail("--%s=%s".formatted(property, value))).contains(property).contains(value).contains(remedy);
	}

	private String fail(String argument) throws IOException {
		return fail(ClusterProcess.builder(), argument);
	}

	/**
	 * Start what cannot start.
	 * @return the one message
	 */
	private String fail(ClusterProcessBuilder builder, String argument) throws IOException {
		try (ClusterProcess cluster = builder.jvmArgs("-Djava.io.tmpdir=" + this.temporary)
			.args("--cluster.workers=2", "--cluster.shared-state=none")
			.override(argument)
			.start()) {
			assertThat(cluster.awaitExit(Duration.ofMinutes(2))).isEqualTo(1);
			cluster.awaitLog("^Action:");
			cluster.awaitNoDescendants();
			String log = String.join("\n", cluster.log());
			assertThat(log.lastIndexOf(TITLE)).as(log).isPositive();
			try (Stream<Path> files = Files.list(this.temporary)) {
				assertThat(files.filter((file) -> file.getFileName().toString().startsWith("boot-cluster-"))).isEmpty();
			}
			String message = log.substring(log.lastIndexOf(TITLE));
			assertThat(message).doesNotContain("\tat ");
			return message;
		}
	}

}
