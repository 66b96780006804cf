// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.demo;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.support.StaticApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link FaultConfiguration}.
 */
class FaultConfigurationTests {

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withUserConfiguration(Properties.class, FaultConfiguration.class);

	private final ApplicationContextRunner chaos = this.runner.withPropertyValues("spring.profiles.active=chaos");

	@ParameterizedTest
	@ValueSource(strings = { "boot", "dies", "unready", "slow", "errors" })
	void faultNeedsTheProfileChaos(String fault) {
		this.runner.withPropertyValues("demo.fault=" + fault, "demo.fault-after=1h")
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(FaultConfiguration.class));
	}

	@Test
	void chaosAloneIsNoFault() {
		this.chaos.run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(context.getBeanNamesForType(Object.class)).doesNotContain("failingBean", "suddenDeath",
					"readinessStateHealthIndicator", "slowBean", "serverErrors");
		});
	}

	@Test
	void unknownFaultIsRefused() {
		this.chaos.withPropertyValues("demo.fault=typo")
			.run((context) -> assertThat(context.getStartupFailure()).hasStackTraceContaining("demo.fault"));
	}

	@Test
	void bootFailsWithItsMessage() {
		this.chaos.withPropertyValues("demo.fault=boot")
			.run((context) -> assertThat(context.getStartupFailure())
				.hasRootCauseMessage("This version of the demo cannot start, as demo.fault=boot says"));
	}

	@Test
	void diesBringsASuddenDeath() {
		this.chaos.withPropertyValues("demo.fault=dies")
			.run((context) -> assertThat(context).hasSingleBean(SuddenDeath.class));
	}

	@Test
	void suddenDeathHaltsWithCodeThreeAfterItsTime() throws Exception {
		CompletableFuture<Integer> halted = new CompletableFuture<>();
		long start = System.nanoTime();
		new SuddenDeath(Duration.ofMillis(200), halted::complete).onApplicationEvent(ready());
		assertThat(halted.get(30, TimeUnit.SECONDS)).isEqualTo(3);
		assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(200_000_000);
	}

	@Test
	void unreadyIsNeverUp() {
		this.chaos.withPropertyValues("demo.fault=unready")
			.run((context) -> assertThat(
					context.getBean("readinessStateHealthIndicator", HealthIndicator.class).health().getStatus())
				.isEqualTo(Status.OUT_OF_SERVICE));
	}

	@Test
	void slowTakesItsTimeToBoot() {
		long start = System.nanoTime();
		this.chaos.withPropertyValues("demo.fault=slow", "demo.fault-after=300ms").run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(300_000_000);
		});
	}

	private static ApplicationReadyEvent ready() {
		return new ApplicationReadyEvent(new SpringApplication(), new String[0], new StaticApplicationContext(),
				Duration.ZERO);
	}

	@Configuration(proxyBeanMethods = false)
	@EnableConfigurationProperties(DemoProperties.class)
	static class Properties {

	}

}
