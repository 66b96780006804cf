// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.web.servlet.client.RestTestClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ChaosController}.
 */
@DemoTest
class ChaosControllerTests {

	private final CurrentProcess process = new CurrentProcess(0, 0);

	private final List<Integer> exits = new ArrayList<>();

	private final ChaosController controller = new ChaosController(this.process, this.exits::add, this.exits::add);

	@Autowired
	private RestTestClient client;

	@ParameterizedTest
	@ValueSource(strings = { "/crash", "/leak?mb=1", "/hang?ms=1" })
	void chaosNeedsItsProfile(String uri) {
		this.client.post().uri(uri).exchange().expectStatus().isNotFound();
	}

	@Test
	void crashHaltsWithTheStatusItIsTold() {
		this.controller.crash(7);
		assertThat(this.exits).containsExactly(7);
	}

	@Test
	void leakAddsUp() {
		assertThat(this.controller.leak(1).megabytes()).isEqualTo(1);
		assertThat(this.controller.leak(2).megabytes()).isEqualTo(3);
	}

	@Test
	void hangsWaitForOneAnother() {
		Executor threads = (task) -> new Thread(task).start();
		long start = System.nanoTime();
		CompletableFuture<String> first = CompletableFuture.supplyAsync(() -> this.controller.hang(200), threads);
		CompletableFuture<String> second = CompletableFuture.supplyAsync(() -> this.controller.hang(200), threads);
		CompletableFuture.allOf(first, second).join();
		assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(400_000_000);
	}

	@Test
	void hangIgnoresInterrupts() {
		long start = System.nanoTime();
		Thread.currentThread().interrupt();
		this.controller.hang(100);
		assertThat(System.nanoTime() - start).isGreaterThanOrEqualTo(100_000_000);
		assertThat(Thread.interrupted()).isTrue();
	}

}
