// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;

import dev.bootcluster.testing.JvmCommand;
import dev.bootcluster.testing.Worker;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The command line that is in the application's own jar, of a cluster that runs.
 */
@Tag("full")
class CommandLineIT {

	private static final Duration PATIENCE = Duration.ofMinutes(2);

	private static final String MAIN_CLASS = "dev.bootcluster.cli.ClusterCommandLine";

	@TempDir
	private static Path directory;

	private static Deployment deployment;

	@BeforeAll
	static void start() {
		deployment = Deployment.start(directory, "--cluster.reload.bake-time=1s");
	}

	@AfterAll
	static void stop() {
		if (deployment != null) {
			deployment.close();
		}
	}

	@BeforeEach
	void awaitStable() {
		deployment.awaitStable();
	}

	@Test
	void workersAreListedAsTheEndpointDoes() {
		JvmCommand list = done("list", "--json");
		JsonNode told = JsonMapper.shared().readTree(list.out());
		assertThat(told.propertyNames()).containsExactlyInAnyOrderElementsOf(deployment.cluster()
			.cluster()
			.propertyNames()
			.stream()
			.filter((name) -> !name.equals("sharedState"))
			.toList());
		assertThat(told.at("/workers/0").propertyNames())
			.containsExactlyInAnyOrderElementsOf(deployment.cluster().cluster().at("/workers/0").propertyNames());
		assertThat(done("list").out()).contains("app.jar on port " + deployment.cluster().port(), "STABLE",
				Long.toString(deployment.cluster().worker(1).pid()));
		assertThat(done("show", "1").out()).contains(Long.toString(deployment.cluster().worker(1).pid()));
		assertThat(done("events").out()).contains("WORKER_READY");
		assertThat(done("logs", "--lines", "5", "2").out().lines()).hasSize(5);
	}

	@Test
	void reloadOfAGoodVersionIsWaitedFor() {
		JvmCommand reload = done("reload", "--wait");
		assertThat(reload.out()).contains("slot 1  done", "slot 2  done", "succeeded after");
		assertThat(done("rollback", "--wait").out()).contains("succeeded after");
	}

	@Test
	void reloadOfABrokenVersionFailsWithTheWorkersLastLines() {
		deployment.version("broken").with("demo.fault", "boot").write().overwriteInPlace(deployment.jar());
		try (JvmCommand reload = command("reload", "--wait")) {
			assertThat(reload.exitCode()).as(reload.out()).isEqualTo(1);
			assertThat(reload.err()).contains("exit code 1", "This version of the demo cannot start");
		}
		finally {
			deployment.version("1").write().overwriteInPlace(deployment.jar());
		}
	}

	@Test
	void clusterIsScaled() {
		done("scale", "3");
		deployment.cluster().awaitReady(3);
		done("scale", "2");
		deployment.cluster().awaitReady(2);
		try (JvmCommand nonsense = command("scale", "many")) {
			assertThat(nonsense.exitCode()).as(nonsense.err()).isEqualTo(2);
		}
	}

	@Test
	void logIsFollowedBeyondTheWorkerThatIsReplaced() {
		Worker before = deployment.cluster().worker(1);
		try (JvmCommand logs = command("logs", "--follow", "--lines", "0", "1")) {
			done("restart", "1");
			deployment.cluster()
				.await("the successor's lines", PATIENCE, () -> logs.out().contains("Started DemoApplication"));
			// It says so before it is ready.
			deployment.cluster()
				.await("the successor", PATIENCE, () -> deployment.cluster().worker(1).pid() != before.pid());
		}
	}

	@Test
	void nothingRunsFromAnotherJar() throws IOException {
		Path other = Files.copy(deployment.jar(), directory.resolve("other.jar"));
		try (JvmCommand list = JvmCommand.start(directory, "-Djarmode=cluster", "-jar", other.toString(), "list")) {
			assertThat(list.exitCode()).isEqualTo(3);
			assertThat(list.err()).contains("No cluster of " + other);
		}
	}

	@Test
	void extractedApplicationHasAMainClass() throws IOException {
		Path extracted = directory.resolve("extracted");
		try (JvmCommand extract = JvmCommand.start(directory, "-Djarmode=tools", "-jar", deployment.jar().toString(),
				"extract", "--destination", extracted.toString())) {
			assertThat(extract.exitCode()).as(extract.err()).isZero();
		}
		String classPath = extracted.resolve("app.jar") + ":" + extracted.resolve("lib/*");
		try (JvmCommand list = JvmCommand.start(directory, "-cp", classPath, MAIN_CLASS, "list", "--directory",
				clusterDirectory().toString())) {
			assertThat(list.exitCode()).as(list.err()).isZero();
			assertThat(list.out()).contains("app.jar on port " + deployment.cluster().port());
		}
	}

	/**
	 * Where the primary says that its token is.
	 */
	private static Path clusterDirectory() {
		Stream<String> log = deployment.cluster().log().stream();
		String token = log.filter((line) -> line.contains("access token in ")).findFirst().orElseThrow();
		return Path.of(token.substring(token.lastIndexOf(' ') + 1)).getParent();
	}

	private static JvmCommand done(String... arguments) {
		try (JvmCommand command = command(arguments)) {
			assertThat(command.exitCode()).as(command.err()).isZero();
			return command;
		}
	}

	private static JvmCommand command(String... arguments) {
		Stream<String> words = Stream.concat(Stream.of("-Djarmode=cluster", "-jar", deployment.jar().toString()),
				Stream.of(arguments));
		return JvmCommand.start(directory, words.toArray(String[]::new));
	}

}
