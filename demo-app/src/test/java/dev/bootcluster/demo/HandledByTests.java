// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.demo;

import java.time.Duration;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.web.servlet.client.RestTestClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the answers that only name their process.
 */
@DemoTest
class HandledByTests {

	@Autowired
	private RestTestClient client;

	@ParameterizedTest
	@ValueSource(strings = { "/hello", "/compute", "/compute?n=0", "/compute?n=1000", "/slow?ms=0", "/slow?ms=1" })
	void answersThePid(String uri) {
		this.client.get()
			.uri(uri)
			.exchange()
			.expectStatus()
			.isOk()
			.expectBody(String.class)
			.isEqualTo("Handled by process " + ProcessHandle.current().pid());
	}

	@Test
	void slowTakesAsLongAsItIsTold() {
		long start = System.nanoTime();
		this.client.get().uri("/slow?ms=300").exchange().expectStatus().isOk();
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofMillis(300));
	}

	@Test
	void workerWhenStandaloneHasNoSlotAndNoGeneration() {
		this.client.get().uri("/worker").exchange().expectStatus().isOk().expectBody().json("""
				{"slot": 0, "pid": %d, "generation": 0, "remoteAddress": "127.0.0.1"}
				""".formatted(ProcessHandle.current().pid()));
	}

}
