// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.process;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;

/**
 * Tests for {@link ThreadTaskLoop}.
 */
@ExtendWith(OutputCaptureExtension.class)
class ThreadTaskLoopTests {

	private final ThreadTaskLoop loop = new ThreadTaskLoop("test-loop");

	@Test
	void taskThatFailsEndsNothing() throws Exception {
		try (this.loop) {
			this.loop.execute(() -> {
				throw new IllegalStateException("a bug");
			});
			CompletableFuture<String> thread = new CompletableFuture<>();
			this.loop.schedule(Duration.ofMillis(1), () -> thread.complete(Thread.currentThread().getName()));
			assertThat(thread.get(10, TimeUnit.SECONDS)).isEqualTo("test-loop");
		}
	}

	@Test
	void errorEndsNothingAndIsLogged(CapturedOutput output) throws Exception {
		try (this.loop) {
			this.loop.schedule(Duration.ZERO, () -> {
				throw new NoClassDefFoundError("a class");
			});
			CompletableFuture<Void> next = new CompletableFuture<>();
			this.loop.schedule(Duration.ofMillis(1), () -> next.complete(null));
			next.get(10, TimeUnit.SECONDS);
		}
		assertThat(output).contains("NoClassDefFoundError: a class");
	}

	@Test
	void taskAfterTheEndIsDropped() {
		this.loop.close();
		CompletableFuture<Void> ran = new CompletableFuture<>();
		assertThatNoException().isThrownBy(() -> {
			this.loop.execute(() -> ran.complete(null));
			this.loop.schedule(Duration.ZERO, () -> ran.complete(null)).run();
		});
		assertThat(ran).isNotDone();
	}

}
