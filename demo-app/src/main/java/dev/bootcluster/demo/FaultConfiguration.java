// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.demo;

import org.springframework.beans.factory.InitializingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Profile;

/**
 * Makes this a broken version of the demo, as {@code demo.fault} says: what a reload must
 * not let through.
 */
@Configuration(proxyBeanMethods = false)
@Profile("chaos")
class FaultConfiguration {

	static final String BOOT_MESSAGE = "This version of the demo cannot start, as demo.fault=boot says";

	private static final String FAULT = "demo.fault";

	@Bean
	@ConditionalOnProperty(name = FAULT, havingValue = "boot")
	InitializingBean failingBean() {
		return () -> {
			throw new IllegalStateException(BOOT_MESSAGE);
		};
	}

	@Bean
	@ConditionalOnProperty(name = FAULT, havingValue = "dies")
	SuddenDeath suddenDeath(DemoProperties properties) {
		return new SuddenDeath(properties.faultAfter(), Runtime.getRuntime()::halt);
	}

	/**
	 * Takes the place of Boot's own of the same name, which is in the readiness group.
	 */
	@Bean
	@ConditionalOnProperty(name = FAULT, havingValue = "unready")
	HealthIndicator readinessStateHealthIndicator() {
		return () -> Health.outOfService().withDetail("fault", "unready").build();
	}

	@Bean
	@ConditionalOnProperty(name = FAULT, havingValue = "slow")
	InitializingBean slowBean(DemoProperties properties) {
		return () -> Pause.ofMillis(properties.faultAfter().toMillis()).await();
	}

	@Bean
	@ConditionalOnProperty(name = FAULT, havingValue = "errors")
	ServerErrors serverErrors() {
		return new ServerErrors();
	}

}
