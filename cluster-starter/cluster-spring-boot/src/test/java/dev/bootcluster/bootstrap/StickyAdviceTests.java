// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.bootstrap;

import org.junit.jupiter.api.Test;

import org.springframework.mock.env.MockEnvironment;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link StickyAdvice}.
 */
class StickyAdviceTests {

	private final MockEnvironment environment = new MockEnvironment();

	@Test
	void nothingIsSaidUnlessSomethingIsMissing() {
		assertThat(warning()).isNull();
		set("cluster.balancing", "sticky");
		set("cluster.shared-state", "none");
		assertThat(warning()).isNull();
		set("cluster.reload.session-patience", "30m");
		assertThat(warning()).isNull();
		assertThat(ClusterProperties.of(this.environment).isPatient()).isTrue();
	}

	@Test
	void sessionsInRedisStickToNoWorker() {
		set("cluster.balancing", "sticky");
		assertThat(warning()).contains("cluster.shared-state=none");
	}

	@Test
	void patienceNeedsStickySessions() {
		set("cluster.reload.session-patience", "30m");
		set("cluster.shared-state", "none");
		assertThat(warning()).contains("cluster.balancing=sticky");
		assertThat(ClusterProperties.of(this.environment).isPatient()).isFalse();
	}

	private void set(String name, String value) {
		this.environment.setProperty(name, value);
	}

	private String warning() {
		return StickyAdvice.warning(ClusterProperties.of(this.environment));
	}

}
