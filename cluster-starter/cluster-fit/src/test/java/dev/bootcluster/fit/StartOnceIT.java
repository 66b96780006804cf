// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.fit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import dev.bootcluster.testing.ClusterProcess;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What an application does once when it starts, a cluster does once.
 */
@Tag("full")
class StartOnceIT {

	@TempDir
	private Path directory;

	private FitApp app;

	@BeforeEach
	void describeApplication() {
		this.app = FitApp.named("start-once")
			.boot(Boot.NEWEST)
			.dependency("org.springframework.boot:spring-boot-starter-webmvc")
			.args("--app.directory=" + this.directory,
					"--logging.pattern.console=<${cluster.worker.slot:primary}> %m%n")
			.source(START);
	}

	/**
	 * Also the files are those of one process, and the application's own log pattern
	 * tells workers apart.
	 */
	@Test
	void runnerThatIsNamedRunsInOneWorkerOfAllThatEverStart() throws IOException {
		ClusterProcess process;
		try (RunningApp cluster = this.app.args("--cluster.startup.once=imp*").cluster(2)) {
			process = cluster.process();
			assertThat(ran()).containsExactlyInAnyOrder("importer", "greeter", "greeter");
			assertFilesAreThePrimarys(process);
			assertThat(cluster.reload().hasSucceeded()).isTrue();
			assertThat(ran()).filteredOn("importer"::equals).hasSize(1);
			assertThat(ran()).filteredOn("greeter"::equals).hasSize(4);
			process.kill9(process.worker(1).pid());
			process.awaitLog("Worker 1 .* ended unexpectedly by SIGKILL");
			process.awaitReady(2);
			assertThat(ran()).filteredOn("importer"::equals).hasSize(1);
			assertFilesAreThePrimarys(process);
			assertThat(process.log()).anyMatch((line) -> line.startsWith("<1> Started App"))
				.anyMatch((line) -> line.startsWith("<2> Started App"))
				.anyMatch((line) -> line.startsWith("<primary> Worker 2 "));
			process.signal("TERM");
			assertThat(process.awaitExit()).isZero();
			assertThat(this.directory.resolve("app.pid")).doesNotExist();
			assertThat(this.directory.resolve("app.port")).doesNotExist();
		}
	}

	@Test
	void workersThatStartTogetherWaitForTheOneWhoseRunnerRuns() throws IOException {
		Path wait = Files.createFile(this.directory.resolve("wait"));
		try (RunningApp cluster = this.app
			.args("--cluster.workers=2", "--cluster.startup.once=importer", "--cluster.startup.order=together")
			.launch()) {
			cluster.process().awaitLog("'importer' is running in another worker");
			Files.delete(wait);
			cluster.process().awaitReady(2);
			assertThat(ran()).containsExactlyInAnyOrder("importer", "greeter", "greeter");
		}
	}

	private List<String> ran() throws IOException {
		return Files.readAllLines(this.directory.resolve("ran"));
	}

	private void assertFilesAreThePrimarys(ClusterProcess process) {
		assertThat(this.directory.resolve("app.pid")).hasContent(Long.toString(process.pid()));
		assertThat(this.directory.resolve("app.port")).hasContent(Integer.toString(process.port()));
	}

	private static final String START = """
			package app;

			import java.io.IOException;
			import java.nio.file.Files;
			import java.nio.file.Path;
			import java.nio.file.StandardOpenOption;
			import java.util.concurrent.locks.LockSupport;

			import org.springframework.beans.factory.annotation.Value;
			import org.springframework.boot.ApplicationRunner;
			import org.springframework.boot.CommandLineRunner;
			import org.springframework.boot.context.ApplicationPidFileWriter;
			import org.springframework.boot.context.event.ApplicationReadyEvent;
			import org.springframework.boot.web.server.context.WebServerPortFileWriter;
			import org.springframework.context.annotation.Bean;
			import org.springframework.context.annotation.Configuration;

			@Configuration
			class Start {

				private final Path directory;

				Start(@Value("${app.directory}") Path directory) {
					this.directory = directory;
				}

				@Bean
				CommandLineRunner importer() {
					return (args) -> {
						while (Files.exists(this.directory.resolve("wait"))) {
							LockSupport.parkNanos(10_000_000);
						}
						note("importer");
					};
				}

				@Bean
				ApplicationRunner greeter() {
					return (args) -> note("greeter");
				}

				private void note(String runner) throws IOException {
					Files.writeString(this.directory.resolve("ran"), runner + "\\n", StandardOpenOption.CREATE,
							StandardOpenOption.APPEND);
				}

				@Bean
				ApplicationPidFileWriter pidFile() {
					ApplicationPidFileWriter writer = new ApplicationPidFileWriter(
							this.directory.resolve("app.pid").toFile());
					writer.setTriggerEventType(ApplicationReadyEvent.class);
					return writer;
				}

				@Bean
				WebServerPortFileWriter portFile() {
					return new WebServerPortFileWriter(this.directory.resolve("app.port").toFile());
				}

			}
			""";

}
