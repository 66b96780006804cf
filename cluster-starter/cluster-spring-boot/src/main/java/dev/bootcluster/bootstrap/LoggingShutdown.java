// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.bootstrap;

import java.util.Map;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/**
 * Boot's shutdown hook, which a starting application registers for logging before its
 * role is known, and nobody can remove. A start that is followed by a second one must not
 * have it: the hook would hold all of its classes.
 */
enum LoggingShutdown {

	/**
	 * Boot does what the application is configured to.
	 */
	AS_USUAL {

		@Override
		void register() {
			// Boot has done it, or is not to.
		}

	},

	/**
	 * It was put off until the role is known.
	 */
	DEFERRED {

		@Override
		void register() {
			Runnable shutdown = LoggingSystem.get(LoggingShutdown.class.getClassLoader()).getShutdownHandler();
			if (shutdown != null) {
				SpringApplication.getShutdownHandlers().add(shutdown);
			}
		}

	};

	private static final String SOURCE = "clusterLoggingShutdown";

	private static final String PROPERTY = "logging.register-shutdown-hook";

	/**
	 * Keep Boot from registering the hook. Called before Boot initializes logging.
	 */
	static void defer(ConfigurableEnvironment environment) {
		if (environment.getProperty(PROPERTY, Boolean.class, true)) {
			environment.getPropertySources().addFirst(new MapPropertySource(SOURCE, Map.of(PROPERTY, "false")));
		}
	}

	/**
	 * Find out whether that was done, and leave no trace of it in the environment.
	 */
	static LoggingShutdown deferred(ConfigurableEnvironment environment) {
		return (environment.getPropertySources().remove(SOURCE) != null) ? DEFERRED : AS_USUAL;
	}

	/**
	 * Register the hook if Boot was kept from it.
	 */
	abstract void register();

}
