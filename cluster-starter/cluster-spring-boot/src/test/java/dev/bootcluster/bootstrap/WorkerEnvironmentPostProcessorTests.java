// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.bootstrap;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Properties;

import dev.bootcluster.BalancingPolicy;
import dev.bootcluster.ipc.WorkerLaunch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

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
			Path.of("/run/cluster/application.properties"), 8081, BalancingPolicy.SHARED, Duration.ofSeconds(30), true);

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
	void workerLeavesAManagementPortOfItsOwnToThePrimary() {
		asWorker();
		assertThat(this.environment.getProperty("management.server.port")).isNull();
		this.environment.setProperty("management.server.port", "9090");
		process();
		assertThat(this.environment.getProperty("management.server.port")).isEqualTo("-1");
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
