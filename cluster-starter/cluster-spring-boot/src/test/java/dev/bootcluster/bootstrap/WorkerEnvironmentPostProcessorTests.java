// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.bootstrap;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Properties;

import dev.bootcluster.ipc.WorkerLaunch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.SpringApplication;
import org.springframework.mock.env.MockEnvironment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link WorkerEnvironmentPostProcessor} and the settings that the primary
 * passes to a worker.
 */
class WorkerEnvironmentPostProcessorTests {

	private static final WorkerLaunch LAUNCH = new WorkerLaunch(2, 3, 7, Path.of("/run/cluster"), Path.of("/artifact"),
			Path.of("/run/cluster/application.properties"), 8081, true, Duration.ofSeconds(30), true);

	private static final String INSTANCE = "management.opentelemetry.resource-attributes.service.instance.id";

	private final Properties before = new Properties();

	private final MockEnvironment environment = new MockEnvironment();

	@BeforeEach
	void remember() {
		this.before.putAll(System.getProperties());
	}

	@AfterEach
	void restore() {
		System.setProperties(this.before);
	}

	@Test
	void standaloneApplicationIsLeftAlone() {
		process();
		assertThat(this.environment.getPropertySources()).hasSize(1);
	}

	@Test
	void workerGetsTheRealPort() {
		this.environment.setProperty("server.port", "0");
		asWorker();
		assertThat(this.environment.getProperty("server.port")).isEqualTo("8081");
	}

	@Test
	void workerThatWasDrainedWaitsForNothingMore() {
		this.environment.setProperty("server.shutdown", "graceful");
		asWorker();
		assertThat(this.environment.getProperty("server.shutdown")).isEqualTo("immediate");
	}

	@Test
	void workerHasTheManagementPortThatItsClientsSee() {
		this.environment.setProperty("management.server.port", "9090");
		asWorker();
		assertThat(this.environment.getProperty("management.server.port")).isEqualTo("9090");
	}

	@ParameterizedTest
	@CsvSource({ "logging.structured.format.console, ecs, 2", "logging.structured.format.file, logstash, 2",
			"logging.structured.format.console, '',", "logging.level.root, info," })
	void entryOfAStructuredLogHasTheSlotAsAField(String property, String value, String slot) {
		this.environment.setProperty(property, value);
		asWorker();
		assertThat(this.environment.getProperty("logging.structured.json.add.worker")).isEqualTo(slot);
	}

	@Test
	void fieldOfThatNameThatTheUserAddsStays() {
		this.environment.withProperty("logging.structured.format.console", "ecs")
			.setProperty("logging.structured.json.add.worker", "mine");
		asWorker();
		assertThat(this.environment.getProperty("logging.structured.json.add.worker")).isEqualTo("mine");
	}

	@Test
	void whatAWorkerPushesNamesItsSlot() {
		asWorker();
		assertThat(this.environment.getProperty(INSTANCE)).isEqualTo("2");
	}

	@Test
	void instanceThatTheUserNamesStays() {
		this.environment.setProperty(INSTANCE, "mine");
		asWorker();
		assertThat(this.environment.getProperty(INSTANCE)).isEqualTo("mine");
	}

	@Test
	void instanceThatAVariableNamesStays() {
		this.environment.setProperty("OTEL_RESOURCE_ATTRIBUTES", "a=b,service.instance.id=mine");
		asWorker();
		assertThat(this.environment.getProperty(INSTANCE)).isNull();
	}

	@Test
	void workerWritesFilesOfItsOwn() {
		this.environment.setProperty("logging.file.name", "/var/log/app.log");
		this.environment.setProperty("server.tomcat.accesslog.prefix", "requests");
		asWorker();
		assertThat(this.environment.getProperty("logging.file.name")).isEqualTo("/var/log/app-worker-2.log");
		assertThat(this.environment.getProperty("server.tomcat.accesslog.prefix")).isEqualTo("requests-worker-2");
	}

	@Test
	void directoryOfTheLogHoldsOneFileForEachWorker() {
		this.environment.setProperty("logging.file.path", "/var/log/app");
		asWorker();
		assertThat(this.environment.getProperty("logging.file.name")).isEqualTo("/var/log/app/spring-worker-2.log");
		assertThat(this.environment.getProperty("logging.file.path")).isEqualTo("/var/log/app");
	}

	@Test
	void logFileWinsOverItsDirectoryAsInBoot() {
		this.environment.withProperty("logging.file.path", "/var/log/app").setProperty("logging.file.name", "app.log");
		asWorker();
		assertThat(this.environment.getProperty("logging.file.name")).isEqualTo("app-worker-2.log");
	}

	@ParameterizedTest
	@CsvSource({ "/var/log/old/app.%d.%i.gz, /var/log/old/app.%d.%i-worker-2.gz",
			"'${LOG_FILE}.%d.gz', '${LOG_FILE}.%d.gz'" })
	void rolledFilesBelongToOneWorkerToo(String pattern, String expected) {
		this.environment.withProperty("logging.file.name", "app.log")
			.withProperty("logging.logback.rollingpolicy.file-name-pattern", pattern);
		asWorker();
		assertThat(this.environment.getPropertySources()
			.stream()
			.map((source) -> source.getProperty("logging.logback.rollingpolicy.file-name-pattern"))
			.filter(Objects::nonNull)
			.findFirst()).contains(expected);
	}

	@Test
	void consoleIsNoFileOfOneWorker() {
		this.environment.withProperty("logging.file.name", "/dev/stdout")
			.withProperty("server.tomcat.accesslog.directory", "/dev")
			.withProperty("server.tomcat.accesslog.prefix", "stdout")
			.withProperty("server.tomcat.accesslog.suffix", "");
		asWorker();
		assertThat(this.environment.getProperty("logging.file.name")).isEqualTo("/dev/stdout");
		assertThat(this.environment.getProperty("server.tomcat.accesslog.prefix")).isEqualTo("stdout");
	}

	@ParameterizedTest
	@CsvSource(quoteCharacter = '\'', delimiter = '|', textBlock = """
			                       | [worker-2] %h %l %u %t "%r" %s %b
			common                 | [worker-2] %h %l %u %t "%r" %s %b
			combined               | [worker-2] %h %l %u %t "%r" %s %b "%{Referer}i" "%{User-Agent}i"
			{"path":"%U"}          | {"path":"%U"}
			""")
	void lineOnACommonConsoleTellsItsSlotUnlessTheUserWroteItsPattern(String pattern, String expected) {
		this.environment.withProperty("server.tomcat.accesslog.directory", "/proc/self/fd")
			.withProperty("server.tomcat.accesslog.prefix", "1")
			.withProperty("server.tomcat.accesslog.suffix", "");
		if (pattern != null) {
			this.environment.setProperty("server.tomcat.accesslog.pattern", pattern);
		}
		asWorker();
		assertThat(this.environment.getProperty("server.tomcat.accesslog.pattern")).isEqualTo(expected);
	}

	@Test
	void workerWithoutALogFileGetsNone() {
		asWorker();
		assertThat(this.environment.getProperty("logging.file.name")).isNull();
		assertThat(this.environment.getProperty("server.tomcat.accesslog.prefix")).isEqualTo("access_log-worker-2");
	}

	@Test
	void slotStandsInFrontOfWhatTheUserOrBootPrintsThere() {
		asWorker();
		assertThat(this.environment.getProperty("logging.pattern.correlation")).isEqualTo("[worker-2] ");
		this.environment.getPropertySources().remove("clusterWorker");
		this.environment.setProperty("logging.expect-correlation-id", "true");
		process();
		assertThat(this.environment.getProperty("logging.pattern.correlation")).isEqualTo("[worker-2] %correlationId ");
		this.environment.getPropertySources().remove("clusterWorker");
		this.environment.setProperty("logging.pattern.correlation", "[%X{traceId}] ");
		process();
		assertThat(this.environment.getProperty("logging.pattern.correlation")).isEqualTo("[worker-2] [%X{traceId}] ");
	}

	@Test
	void workerOfAPrimaryOnATerminalColoursItsOutputUnlessTheUserSaysOtherwise() {
		asWorker();
		assertThat(this.environment.getProperty("spring.output.ansi.enabled")).isEqualTo("always");
		this.environment.setProperty("spring.output.ansi.enabled", "never");
		assertThat(this.environment.getProperty("spring.output.ansi.enabled")).isEqualTo("never");
	}

	@Test
	void slotSetByHandIsRefusedWithAnExplanation() {
		System.setProperty("cluster.worker.slot", "1");
		assertThatIllegalStateException().isThrownBy(this::process)
			.withMessageContaining("cluster.worker.slot is set, but cluster.worker.generation is not")
			.withMessageContaining("do not set them by hand");
	}

	private void asWorker() {
		for (String option : LAUNCH.toOptions()) {
			String[] parts = option.substring("-D".length()).split("=", 2);
			System.setProperty(parts[0], parts[1]);
		}
		process();
	}

	private void process() {
		new WorkerEnvironmentPostProcessor().postProcessEnvironment(this.environment,
				new SpringApplication(Object.class));
	}

}
