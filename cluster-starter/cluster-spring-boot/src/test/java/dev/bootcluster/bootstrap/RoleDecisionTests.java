// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.bootstrap;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

import dev.bootcluster.ClusterRole;
import dev.bootcluster.ipc.WorkerLaunch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.convert.ApplicationConversionService;
import org.springframework.mock.env.MockEnvironment;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RoleDecision}. It inspects its callers, so all tests but one ask from
 * a thread without JUnit on its stack.
 */
class RoleDecisionTests {

	private static final Executor START = (task) -> new Thread(task, "main").start();

	private final MockEnvironment environment = new MockEnvironment();

	private final SpringApplication application = new SpringApplication(Object.class);

	@BeforeEach
	void convertAsSpringApplicationDoes() {
		this.environment.setConversionService(new ApplicationConversionService());
	}

	@AfterEach
	void clear() {
		System.clearProperty(WorkerLaunch.SLOT);
		System.clearProperty("spring.aot.processing");
	}

	@Test
	void applicationThatAsksForWorkersIsAPrimary() {
		this.environment.setProperty("cluster.workers", "max");
		assertThat(decide()).isEqualTo(new RoleDecision(ClusterRole.PRIMARY, null));
	}

	@Test
	void applicationThatAsksForNothingIsStandaloneWithoutAWord() {
		assertThat(decide()).isEqualTo(new RoleDecision(ClusterRole.STANDALONE, null));
	}

	@Test
	void processThePrimarySpawnedIsAWorker() {
		System.setProperty(WorkerLaunch.SLOT, "1");
		this.environment.setProperty("cluster.workers", "max");
		assertThat(decide().role()).isEqualTo(ClusterRole.WORKER);
	}

	@Test
	void clusterThatIsNotEnabledIsStandalone() {
		this.environment.withProperty("cluster.workers", "max").setProperty("cluster.enabled", "false");
		assertThat(decide()).isEqualTo(new RoleDecision(ClusterRole.STANDALONE, null));
	}

	@Test
	void testIsStandalone() {
		this.environment.setProperty("cluster.workers", "max");
		assertThat(RoleDecision.of(this.application, this.environment, List.of()).role())
			.isEqualTo(ClusterRole.STANDALONE);
	}

	@ParameterizedTest
	@ValueSource(strings = { "-XX:AOTCacheOutput=app.aot", "-XX:ArchiveClassesAtExit=app.jsa", "-XX:AOTMode=record",
			"-XX:AOTMode=create" })
	void trainingRunIsStandalone(String option) {
		this.environment.setProperty("cluster.workers", "max");
		assertThat(decide("-Xmx1g", option).role()).isEqualTo(ClusterRole.STANDALONE);
	}

	@Test
	void startByMavenIsStandaloneBecauseThePluginAsksTheProcessThatItStarted() {
		this.environment.withProperty("cluster.workers", "max").setProperty("spring.application.admin.enabled", "true");
		assertThat(decide("-Xmx1g").role()).isEqualTo(ClusterRole.PRIMARY);
		RoleDecision decision = decide("-Dcom.sun.management.jmxremote.port=9001");
		assertThat(decision.role()).isEqualTo(ClusterRole.STANDALONE);
		assertThat(decision.obstacle()).contains("'mvn spring-boot:start'");
	}

	@Test
	void useOfAnArchiveIsNoTrainingRun() {
		this.environment.setProperty("cluster.workers", "max");
		assertThat(decide("-XX:AOTCache=app.aot", "-XX:SharedArchiveFile=app.jsa").role())
			.isEqualTo(ClusterRole.PRIMARY);
	}

	@Test
	void applicationThatOnlyStartsToExitIsStandalone() {
		this.environment.withProperty("cluster.workers", "max").setProperty("spring.context.exit", "onRefresh");
		assertThat(decide().role()).isEqualTo(ClusterRole.STANDALONE);
	}

	@Test
	void aotProcessingIsStandalone() {
		System.setProperty("spring.aot.processing", "true");
		this.environment.setProperty("cluster.workers", "max");
		assertThat(decide().role()).isEqualTo(ClusterRole.STANDALONE);
	}

	@Test
	void applicationThatServesNoHttpIsStandalone() {
		this.environment.setProperty("cluster.workers", "max");
		this.environment.setProperty("spring.main.web-application-type", "none");
		assertThat(decide().role()).isEqualTo(ClusterRole.STANDALONE);
		this.environment.setProperty("spring.main.web-application-type", "servlet");
		this.environment.setProperty("server.port", "-1");
		assertThat(decide().role()).isEqualTo(ClusterRole.STANDALONE);
	}

	@Test
	void reactiveApplicationIsStandalone() {
		this.environment.setProperty("cluster.workers", "max");
		this.application.setWebApplicationType(WebApplicationType.REACTIVE);
		assertThat(decide()).returns(ClusterRole.STANDALONE, RoleDecision::role)
			.satisfies((decision) -> assertThat(decision.obstacle()).contains("reactive application"));
		System.setProperty(WorkerLaunch.SLOT, "1");
		assertThat(decide()).as("started by a worker").isEqualTo(new RoleDecision(ClusterRole.STANDALONE, null));
	}

	private RoleDecision decide(String... jvmArgs) {
		return CompletableFuture
			.supplyAsync(() -> RoleDecision.of(this.application, this.environment, List.of(jvmArgs)), START)
			.join();
	}

}
