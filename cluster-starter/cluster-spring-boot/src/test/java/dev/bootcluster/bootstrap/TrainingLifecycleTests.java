// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.bootstrap;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

import dev.bootcluster.test.Await;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.InitializingBean;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.context.event.ApplicationStartedEvent;
import org.springframework.boot.tomcat.autoconfigure.servlet.TomcatServletWebServerAutoConfiguration;
import org.springframework.boot.web.server.context.WebServerInitializedEvent;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.ContextRefreshedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.context.support.AbstractApplicationContext;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.annotation.Scheduled;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link TrainingLifecycle}: which effects the start of the same application
 * has with and without it.
 */
class TrainingLifecycleTests {

	@Test
	void startThatTrainsCreatesBeansAndStartsTheWebServerAndNothingElse() throws Exception {
		Effects effects = new Effects();
		CountDownLatch started = new CountDownLatch(1);
		TrainingLifecycle[] lifecycle = new TrainingLifecycle[1];
		SpringApplication application = application(effects, (context) -> {
			lifecycle[0] = new TrainingLifecycle(context, (warmup) -> started.countDown());
			context.getBeanFactory()
				.registerSingleton(AbstractApplicationContext.LIFECYCLE_PROCESSOR_BEAN_NAME, lifecycle[0]);
		});
		FutureTask<ConfigurableApplicationContext> run = new FutureTask<>(() -> application.run("--server.port=0"));
		Thread thread = new Thread(run);
		thread.start();
		started.await();
		Await.until("the start to stop", () -> thread.getState() == Thread.State.WAITING);
		assertThat(effects.seen).containsExactly("bean");
		assertThat(run).isNotDone();
		lifecycle[0].end();
		thread.interrupt();
		assertThatExceptionOfType(ExecutionException.class).isThrownBy(run::get)
			.withStackTraceContaining("training of the class archive was interrupted");
		assertThat(effects.seen).containsExactly("bean");
	}

	@Test
	void ordinaryStartHasAllEffects() {
		Effects effects = new Effects();
		try (ConfigurableApplicationContext context = application(effects, (prepared) -> {
		}).run("--server.port=0")) {
			Await.until("a job", () -> effects.seen.contains("job"));
			assertThat(context.isActive()).isTrue();
			assertThat(effects.seen).contains("bean", "lifecycle", "registration", "refreshed", "started", "runner",
					"ready", "job");
		}
	}

	private static SpringApplication application(Effects effects,
			ApplicationContextInitializer<ConfigurableApplicationContext> initializer) {
		SpringApplication application = new SpringApplication(Application.class);
		application.setRegisterShutdownHook(false);
		application.addInitializers((context) -> context.getBeanFactory().registerSingleton("effects", effects),
				initializer);
		return application;
	}

	/**
	 * What the start of an application does to the world.
	 */
	private static final class Effects {

		private final List<String> seen = new CopyOnWriteArrayList<>();

		void add(String effect) {
			this.seen.add(effect);
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableScheduling
	@ImportAutoConfiguration(TomcatServletWebServerAutoConfiguration.class)
	static class Application {

		private final Effects effects;

		Application(Effects effects) {
			this.effects = effects;
		}

		@Bean
		InitializingBean bean() {
			return () -> this.effects.add("bean");
		}

		@Bean
		SmartLifecycle lifecycle() {
			return new SmartLifecycle() {

				@Override
				public void start() {
					Application.this.effects.add("lifecycle");
				}

				@Override
				public void stop() {
				}

				@Override
				public boolean isRunning() {
					return false;
				}

			};
		}

		@Bean
		ApplicationRunner runner() {
			return (arguments) -> this.effects.add("runner");
		}

		@Scheduled(fixedRate = 3_600_000)
		void job() {
			this.effects.add("job");
		}

		@EventListener
		void on(WebServerInitializedEvent event) {
			this.effects.add("registration");
		}

		@EventListener
		void on(ContextRefreshedEvent event) {
			this.effects.add("refreshed");
		}

		@EventListener
		void on(ApplicationStartedEvent event) {
			this.effects.add("started");
		}

		@EventListener
		void on(ApplicationReadyEvent event) {
			this.effects.add("ready");
		}

		@EventListener
		void on(ContextClosedEvent event) {
			this.effects.add("closed");
		}

	}

}
