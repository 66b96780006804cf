// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.bootstrap;

import java.util.Properties;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link NettyDefaults}.
 */
class NettyDefaultsTests {

	private final Properties properties = new Properties();

	@Test
	void flightRecorderIsNotStarted() {
		NettyDefaults.set(this.properties);
		assertThat(this.properties).containsEntry("io.netty.jfr.enabled", "false");
	}

	@Test
	void whatTheUserHasSetStays() {
		this.properties.setProperty("io.netty.jfr.enabled", "true");
		NettyDefaults.set(this.properties);
		assertThat(this.properties).containsEntry("io.netty.jfr.enabled", "true");
	}

}
