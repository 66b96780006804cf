// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.embedded;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

import dev.bootcluster.SharedStateInfo.Status;
import dev.bootcluster.embedded.RedisProbe.Answer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of {@link ServerWatch} with a sleeping process in place of the server, and a
 * clock that the test sets.
 */
@EnabledOnOs(OS.LINUX)
@ExtendWith(OutputCaptureExtension.class)
class ServerWatchTests {

	private Process server;

	private Optional<ProcessHandle> visible;

	private Answer answer = Answer.READY;

	private long now = -Duration.ofHours(1).toNanos();

	private ServerWatch watch;

	@BeforeEach
	void start() throws IOException {
		this.server = new ProcessBuilder("sleep", "60").start();
		this.visible = Optional.of(this.server.toHandle());
		this.watch = new ServerWatch(() -> this.visible, () -> this.answer, () -> this.now);
	}

	@AfterEach
	void stop() {
		this.watch.close();
		this.server.destroyForcibly();
	}

	@Test
	void serverThatAnswersIsUpAndNothingIsSaid(CapturedOutput output) {
		look(Duration.ofMinutes(5));
		assertThat(this.watch.info().status()).isEqualTo(Status.UP);
		assertThat(output).isEmpty();
	}

	@Test
	void deathAndReturnAreToldOnce(CapturedOutput output) throws IOException {
		this.visible = Optional.empty();
		look(Duration.ofSeconds(2));
		assertThat(this.watch.info().status()).isEqualTo(Status.DOWN);
		Process second = new ProcessBuilder("sleep", "60").start();
		try {
			this.visible = Optional.of(second.toHandle());
			this.answer = Answer.BUSY;
			look(Duration.ofSeconds(2));
			assertThat(this.watch.info().reason()).isEqualTo("The embedded redis-server is busy");
			this.answer = Answer.READY;
			look(Duration.ofSeconds(2));
			assertThat(this.watch.info().status()).isEqualTo(Status.UP);
			assertThat(output.getAll().lines()).hasSize(2)
				.anyMatch((line) -> line.contains("redis-server (pid %d) is gone".formatted(this.server.pid())))
				.anyMatch((line) -> line.contains("redis-server (pid %d) is ready again".formatted(second.pid())));
		}
		finally {
			second.destroyForcibly();
		}
	}

	@Test
	void serverThatHangsIsKilledOnce(CapturedOutput output) {
		this.answer = Answer.NONE;
		look(ServerWatch.HANG_TIMEOUT.minusSeconds(1));
		assertThat(this.server.isAlive()).isTrue();
		assertThat(this.watch.info().reason()).isEqualTo("The embedded redis-server does not answer");
		look(Duration.ofSeconds(4));
		assertThat(this.server.onExit().join().exitValue()).isEqualTo(137);
		assertThat(output.getAll().lines().filter((line) -> line.contains("is killed"))).hasSize(1);
	}

	@Test
	void serverThatIsBusyForLongIsLeftAlone() {
		this.answer = Answer.BUSY;
		look(Duration.ofMinutes(5));
		assertThat(this.server.isAlive()).isTrue();
		assertThat(this.watch.info().status()).isEqualTo(Status.DOWN);
	}

	private void look(Duration time) {
		Duration step = Duration.ofMillis(500);
		for (Duration passed = Duration.ZERO; passed.compareTo(time) < 0; passed = passed.plus(step)) {
			this.now += step.toNanos();
			this.watch.look();
		}
	}

}
