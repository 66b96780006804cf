// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.demo;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.context.ActiveProfiles;
import org.springframework.test.context.TestPropertySource;
import org.springframework.test.web.servlet.client.RestTestClient;

/**
 * What clients see of a demo with a fault.
 */
class FaultyDemoTests {

	/**
	 * A version that serves nobody.
	 */
	@Nested
	@DemoTest
	@ActiveProfiles("chaos")
	@TestPropertySource(properties = "demo.fault=errors")
	class Errors {

		@Autowired
		private RestTestClient client;

		@ParameterizedTest
		@ValueSource(strings = { "/hello", "/version", "/nothing", "/error" })
		void everyRequestIsAnswered500(String uri) {
			this.client.get().uri(uri).exchange().expectStatus().isEqualTo(500);
			this.client.post().uri(uri).body("text").exchange().expectStatus().isEqualTo(500);
		}

		@Test
		void actuatorAnswers() {
			this.client.get().uri("/actuator/health/readiness").exchange().expectStatus().isOk();
		}

	}

	/**
	 * A version that never becomes ready.
	 */
	@Nested
	@DemoTest
	@ActiveProfiles("chaos")
	@TestPropertySource(properties = "demo.fault=unready")
	class Unready {

		@Autowired
		private RestTestClient client;

		@Test
		void readinessIsOutOfServiceThoughRequestsAreAnswered() {
			this.client.get()
				.uri("/actuator/health/readiness")
				.exchange()
				.expectStatus()
				.isEqualTo(503)
				.expectBody()
				.json("{\"status\": \"OUT_OF_SERVICE\"}");
			this.client.get().uri("/hello").exchange().expectStatus().isOk();
		}

	}

}
