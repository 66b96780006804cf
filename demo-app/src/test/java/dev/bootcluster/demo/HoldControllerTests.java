// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpStatus;
import org.springframework.test.web.servlet.client.RestTestClient;
import org.springframework.web.server.ResponseStatusException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link HoldController}.
 */
@DemoTest
class HoldControllerTests {

	private final CurrentProcess process = new CurrentProcess(0, 0);

	private final HoldController controller = new HoldController(this.process);

	@Autowired
	private RestTestClient client;

	private Path file;

	@BeforeEach
	void create() throws IOException {
		this.file = Files.createTempFile("hold-", "");
	}

	@AfterEach
	void delete() throws IOException {
		Files.deleteIfExists(this.file);
	}

	@Test
	void holdNeedsTheProfileOfChaos() {
		this.client.get().uri("/hold?file=any").exchange().expectStatus().isNotFound();
	}

	@Test
	void answersOnceTheFileIsDeleted() throws IOException {
		CompletableFuture<String> byPath = begin(this.file.toString());
		CompletableFuture<String> byName = begin(this.file.getFileName().toString());
		assertThat(byPath).isNotDone();
		assertThat(byName).isNotDone();
		delete();
		assertThat(byPath).succeedsWithin(Duration.ofSeconds(30)).isEqualTo(this.process.handledBy());
		assertThat(byName).succeedsWithin(Duration.ofSeconds(30)).isEqualTo(this.process.handledBy());
	}

	@Test
	void answersAtOnceWhenThereIsNoSuchFile() {
		assertThat(this.controller.hold("no-such-file")).isEqualTo(this.process.handledBy());
	}

	@Test
	void interruptEndsTheWaitAndStaysSet() {
		Thread.currentThread().interrupt();
		assertThat(this.controller.hold(this.file.toString())).isEqualTo(this.process.handledBy());
		assertThat(Thread.interrupted()).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", ".", "..", "/", "/etc/passwd", "/no-such-file", "../etc/passwd", "below/file",
			"below/../../etc/passwd", "not\0valid" })
	void tellsNothingAboutFilesElsewhere(String file) {
		assertThatExceptionOfType(ResponseStatusException.class).isThrownBy(() -> this.controller.hold(file))
			.satisfies((ex) -> assertThat(ex.getStatusCode()).isEqualTo(HttpStatus.BAD_REQUEST));
	}

	private CompletableFuture<String> begin(String file) {
		return CompletableFuture.supplyAsync(() -> this.controller.hold(file), (task) -> new Thread(task).start());
	}

}
