// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.bootstrap;

import net.bytebuddy.ByteBuddy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.mock.env.MockEnvironment;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link StartupChange} and {@link StartupProperties}.
 */
class StartupChangeTests {

	private final MockEnvironment environment = new MockEnvironment();

	@Test
	void ordinaryApplicationStartsAllWorkersAtOnce() {
		assertThat(StartupChange.oneFirst(this.environment)).isNull();
	}

	@ParameterizedTest
	@CsvSource({ "spring.sql.init.mode, always, true", "spring.sql.init.mode, embedded, false",
			"spring.jpa.hibernate.ddl-auto, update, true", "spring.jpa.hibernate.ddl-auto, create-drop, true",
			"spring.jpa.hibernate.ddl-auto, validate, false", "cluster.startup.order, one-first, true",
			"cluster.startup.order, together, false", "cluster.startup.order, auto, false",
			"cluster.startup.once, importer, true", "cluster.startup.once, '', false" })
	void propertiesDecide(String property, String value, boolean oneFirst) {
		this.environment.setProperty(property, value);
		assertThat(StartupChange.oneFirst(this.environment) != null).isEqualTo(oneFirst);
	}

	@ParameterizedTest
	@CsvSource({ "org.flywaydb.core.Flyway, spring.flyway.enabled, Flyway",
			"liquibase.integration.spring.SpringLiquibase, spring.liquibase.enabled, Liquibase",
			"org.springframework.boot.batch.autoconfigure.JobLauncherApplicationRunner, spring.batch.job.enabled, Spring Batch" })
	void libraryThatMigratesDecidesUnlessItIsTurnedOff(String className, String enabled, String reason) {
		ClassLoader application = new ByteBuddy().subclass(Object.class)
			.name(className)
			.make()
			.load(getClass().getClassLoader())
			.getLoaded()
			.getClassLoader();
		Thread thread = Thread.currentThread();
		ClassLoader before = thread.getContextClassLoader();
		thread.setContextClassLoader(application);
		try {
			assertThat(StartupChange.oneFirst(this.environment)).isEqualTo(reason);
			this.environment.setProperty(enabled, "false");
			assertThat(StartupChange.oneFirst(this.environment)).isNull();
			this.environment.setProperty(enabled, "true");
			this.environment.setProperty("cluster.startup.order", "together");
			assertThat(StartupChange.oneFirst(this.environment)).isNull();
		}
		finally {
			thread.setContextClassLoader(before);
		}
	}

}
