/*
 * Copyright 2026 the Boot Cluster authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *      https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */

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
