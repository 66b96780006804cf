// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.bootstrap;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.mock.env.MockEnvironment;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link UnknownProperties} with the metadata of all modules.
 */
@ExtendWith(OutputCaptureExtension.class)
class UnknownPropertiesOfAllModulesTests {

	@Test
	void everythingThatAnyModuleDescribesIsKnown(CapturedOutput output) {
		MockEnvironment environment = new MockEnvironment().withProperty("cluster.workers", "max")
			.withProperty("cluster.forks.max", "2")
			.withProperty("cluster.leader.lease", "3s")
			.withProperty("cluster.messaging.scope", "host")
			.withProperty("cluster.session.lazy", "true")
			.withProperty("cluster.cache.near", "true")
			.withProperty("cluster.defaults.enabled", "true");
		UnknownProperties.warn(environment, true);
		assertThat(output).doesNotContain("Boot Cluster has no property");
		UnknownProperties.warn(environment.withProperty("cluster.lease", "3s"), true);
		assertThat(output).contains("Boot Cluster has no property cluster.lease (",
				"Known properties: cluster.leader.lease");
	}

}
