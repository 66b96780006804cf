// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.bootstrap;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;

import dev.bootcluster.ipc.WorkerLaunch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.CommandLineRunner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/**
 * Tests for {@link OnceRunners} and {@link OnceInCluster}: the same application, started
 * one after the other as workers of one cluster.
 */
class OnceRunnersTests {

	private static final Queue<String> RAN = new ConcurrentLinkedQueue<>();

	@TempDir
	private Path directory;

	@ParameterizedTest
	@MethodSource
	void runnersRunInEveryWorkerUnlessTheyAreNamed(String once, List<String> second) {
		RAN.clear();
		start(worker(1, 1), "--cluster.startup.once=" + once).close();
		assertThat(RAN).containsExactly("third", "both-application", "both-command", "greeter");
		for (WorkerLaunch later : List.of(worker(2, 1), worker(1, 1), worker(1, 2))) {
			RAN.clear();
			start(later, "--cluster.startup.once=" + once).close();
			assertThat(RAN).containsExactlyElementsOf(second);
		}
	}

	static Stream<Arguments> runnersRunInEveryWorkerUnlessTheyAreNamed() {
		return Stream.of(arguments("", List.of("third", "both-application", "both-command", "greeter")),
				arguments("greeter", List.of("third", "both-application", "both-command")),
				arguments("both", List.of("third", "greeter")),
				arguments("third, gree*", List.of("both-application", "both-command")), arguments("*", List.of()),
				arguments("someoneElse", List.of("third", "both-application", "both-command", "greeter")));
	}

	@Test
	void runnerThatFailsRunsInTheNextWorker() {
		RAN.clear();
		assertThatExceptionOfType(IllegalStateException.class)
			.isThrownBy(() -> start(worker(1, 1), "--cluster.startup.once=*", "--fail"))
			.withMessage("no import today");
		RAN.clear();
		start(worker(2, 1), "--cluster.startup.once=*").close();
		assertThat(RAN).containsExactly("greeter");
	}

	@Test
	void runnerOfANewVersionRunsOnceToo() {
		RAN.clear();
		start(worker(1, 1), "--cluster.startup.once=*").close();
		RAN.clear();
		SpringApplication next = application(worker(1, 2));
		next.addInitializers((context) -> ((GenericApplicationContext) context).registerBean("newer",
				CommandLineRunner.class, () -> (arguments) -> RAN.add("newer")));
		next.run("--cluster.startup.once=*").close();
		assertThat(RAN).containsExactly("newer");
	}

	@Test
	void batchJobsRunInTheFirstWorkerOnly() {
		RAN.clear();
		for (int slot = 1; slot <= 2; slot++) {
			SpringApplication application = application(worker(slot, 1));
			application.addInitializers((context) -> ((GenericApplicationContext) context).registerBean(
					"jobLauncherApplicationRunner", ApplicationRunner.class, () -> (arguments) -> RAN.add("jobs")));
			application.run().close();
		}
		assertThat(RAN).containsOnlyOnce("jobs").contains("greeter", "third");
	}

	@Test
	void bothKindsOfABeanAreInjectedByItsClass() {
		try (ConfigurableApplicationContext context = start(worker(1, 1), "--cluster.startup.once=*")) {
			assertThat(context.getBean(Both.class)).isInstanceOf(ApplicationRunner.class);
		}
	}

	private ConfigurableApplicationContext start(WorkerLaunch launch, String... arguments) {
		return application(launch).run(arguments);
	}

	private SpringApplication application(WorkerLaunch launch) {
		SpringApplication application = new SpringApplication(Runners.class);
		application.setWebApplicationType(WebApplicationType.NONE);
		application.addInitializers((context) -> OnceRunners.install(context, launch));
		return application;
	}

	private WorkerLaunch worker(int slot, int generation) {
		return new WorkerLaunch(slot, generation, slot, this.directory, this.directory,
				this.directory.resolve("application.properties"), 8080, false, Duration.ofSeconds(1), false);
	}

	/**
	 * An application with runners of each kind.
	 */
	@Configuration(proxyBeanMethods = false)
	static class Runners {

		@Bean
		CommandLineRunner greeter() {
			return (arguments) -> {
				if (List.of(arguments).contains("--fail")) {
					throw new IllegalStateException("no import today");
				}
				RAN.add("greeter");
			};
		}

		@Bean
		@Order(Ordered.LOWEST_PRECEDENCE - 1)
		Both both() {
			return new Both();
		}

		@Bean
		Third third() {
			return new Third();
		}

	}

	/**
	 * Boot calls it twice.
	 */
	static class Both implements ApplicationRunner, CommandLineRunner {

		@Override
		public void run(ApplicationArguments arguments) {
			RAN.add("both-application");
		}

		@Override
		public void run(String... arguments) {
			RAN.add("both-command");
		}

	}

	/**
	 * Runs first, although its class cannot be extended.
	 */
	@Order(1)
	static final class Third implements ApplicationRunner {

		@Override
		public void run(ApplicationArguments arguments) {
			RAN.add("third");
		}

	}

}
