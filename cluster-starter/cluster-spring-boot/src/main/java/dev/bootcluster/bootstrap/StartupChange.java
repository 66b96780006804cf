// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.bootstrap;

import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import org.springframework.core.env.Environment;
import org.springframework.util.ClassUtils;

/**
 * What changes a database when an application starts, or is done once. Two workers that
 * do so at once get into each other's way, at best by waiting.
 */
enum StartupChange {

	FLYWAY("Flyway", "org.flywaydb.core.Flyway", "spring.flyway.enabled"),

	LIQUIBASE("Liquibase", "liquibase.integration.spring.SpringLiquibase", "spring.liquibase.enabled"),

	BATCH("Spring Batch", "org.springframework.boot.batch.autoconfigure.JobLauncherApplicationRunner",
			"spring.batch.job.enabled"),

	SCRIPTS("spring.sql.init.mode=always", (environment) -> isSet(environment, "spring.sql.init.mode", "always")),

	SCHEMA("spring.jpa.hibernate.ddl-auto",
			(environment) -> isSet(environment, "spring.jpa.hibernate.ddl-auto", "update", "create", "create-only",
					"create-drop")),

	ONCE("cluster.startup.once", (environment) -> !StartupProperties.of(environment).once().isEmpty());

	private final String name;

	private final Predicate<Environment> present;

	/**
	 * A change made by a library unless it is turned off.
	 */
	StartupChange(String name, String className, String enabled) {
		this(name, (environment) -> environment.getProperty(enabled, Boolean.class, true)
				&& ClassUtils.isPresent(className, null));
	}

	StartupChange(String name, Predicate<Environment> present) {
		this.name = name;
		this.present = present;
	}

	/**
	 * Whether one worker must start before the others.
	 * @return what makes it so, {@code null} if all may start at once
	 */
	static @Nullable String oneFirst(Environment environment) {
		return switch (StartupProperties.of(environment).order()) {
			case ONE_FIRST -> "cluster.startup.order=one-first";
			case TOGETHER -> null;
			case AUTO -> Stream.of(values())
				.filter((change) -> change.present.test(environment))
				.map((change) -> change.name)
				.findFirst()
				.orElse(null);
		};
	}

	private static boolean isSet(Environment environment, String property, String... values) {
		String value = environment.getProperty(property);
		return value != null && List.of(values).contains(value);
	}

}
