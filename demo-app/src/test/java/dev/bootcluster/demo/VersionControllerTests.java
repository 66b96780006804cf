// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.demo;

import java.time.Duration;

import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.web.servlet.client.RestTestClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link VersionController}.
 */
@DemoTest
class VersionControllerTests {

	@Autowired
	private RestTestClient client;

	@Test
	void versionWhenNothingIsSetIsOne() {
		this.client.get().uri("/version").exchange().expectStatus().isOk().expectBody().json("""
				{"version": "1", "pid": %d, "generation": 0}
				""".formatted(ProcessHandle.current().pid()));
	}

	@Test
	void versionIsThatOfThePropertiesAndTheWorkersGeneration() {
		DemoProperties properties = new DemoProperties("2", DemoProperties.Fault.NONE, Duration.ZERO);
		VersionController.Version version = new VersionController(properties, new CurrentProcess(1, 5)).version();
		assertThat(version.version()).isEqualTo("2");
		assertThat(version.generation()).isEqualTo(5);
	}

}
