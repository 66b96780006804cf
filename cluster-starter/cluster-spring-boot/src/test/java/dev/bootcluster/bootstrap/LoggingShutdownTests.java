// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.bootstrap;

import org.junit.jupiter.api.Test;

import org.springframework.core.env.StandardEnvironment;
import org.springframework.mock.env.MockPropertySource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link LoggingShutdown}.
 */
class LoggingShutdownTests {

	private static final String PROPERTY = "logging.register-shutdown-hook";

	private final StandardEnvironment environment = new StandardEnvironment();

	@Test
	void hookIsPutOffWithoutATraceInTheEnvironment() {
		StandardEnvironment untouched = new StandardEnvironment();
		LoggingShutdown.defer(this.environment);
		assertThat(this.environment.getProperty(PROPERTY)).isEqualTo("false");
		assertThat(LoggingShutdown.deferred(this.environment)).isEqualTo(LoggingShutdown.DEFERRED);
		assertThat(this.environment.getPropertySources()).hasSameElementsAs(untouched.getPropertySources());
		assertThat(LoggingShutdown.deferred(this.environment)).isEqualTo(LoggingShutdown.AS_USUAL);
	}

	@Test
	void hookThatTheApplicationDoesNotWantIsNeverRegistered() {
		this.environment.getPropertySources().addLast(new MockPropertySource().withProperty(PROPERTY, "false"));
		LoggingShutdown.defer(this.environment);
		assertThat(LoggingShutdown.deferred(this.environment)).isEqualTo(LoggingShutdown.AS_USUAL);
	}

}
