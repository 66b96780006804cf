// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.worker;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import dev.bootcluster.ClusterWarmup;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.apache.catalina.LifecycleException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Warmup}, in a Tomcat that takes connections like a worker's.
 */
@ExtendWith(OutputCaptureExtension.class)
class WarmupTests {

	@TempDir
	private Path directory;

	private final List<String> requests = Collections.synchronizedList(new ArrayList<>());

	private final HandoffProtocol protocol = new HandoffProtocol();

	private List<String> paths = List.of();

	private int rounds = 20;

	private TestTomcat tomcat;

	@BeforeEach
	void start() throws LifecycleException {
		this.tomcat = new TestTomcat(this.directory, this.protocol);
		this.tomcat.start(this::serve);
	}

	private void serve(HttpServletRequest request, HttpServletResponse response) throws IOException {
		this.requests.add(request.getRequestURI() + " " + request.getHeader("User-Agent"));
		if (request.getRequestURI().equals("/wrong")) {
			response.sendError(500);
		}
		while (request.getRequestURI().equals("/stream")) {
			response.getOutputStream().write(1);
			response.flushBuffer();
			LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
		}
		response.getOutputStream().write(new byte[100_000]);
	}

	@AfterEach
	void stop() throws LifecycleException {
		this.tomcat.stop();
	}

	@Test
	void pathsAreRequestedInRoundsAfterTheApplicationsOwnWarmups() {
		this.paths = List.of("/a", "/b");
		this.rounds = 2;
		run(() -> this.requests.add("own"));
		assertThat(this.requests).containsExactly("own", "/a cluster-warmup", "/b cluster-warmup", "/a cluster-warmup",
				"/b cluster-warmup");
		assertThat(this.protocol.endpoint().openConnectionCount()).isZero();
	}

	@Test
	void whatFailsIsSaidOnceAndTheRestGoesOn(CapturedOutput output) {
		this.paths = List.of("/wrong", "/right");
		this.rounds = 3;
		run(() -> {
			throw new IOException("no database");
		});
		assertThat(this.requests).hasSize(6);
		assertThat(output).containsOnlyOnce("Warm-up of /wrong: the status was 500")
			.containsOnlyOnce("no database")
			.doesNotContain("/right:");
	}

	@Test
	void classThatIsMissingHoldsNothingUp(CapturedOutput output) {
		this.paths = List.of("/right");
		this.rounds = 1;
		run(() -> {
			throw new NoClassDefFoundError("com/example/Gone");
		});
		assertThat(this.requests).hasSize(1);
		assertThat(output).containsOnlyOnce("com/example/Gone");
	}

	@Test
	@Timeout(20)
	void answerWithoutAnEndIsLeftAndNotAskedForAgain(CapturedOutput output) {
		this.paths = List.of("/stream", "/right");
		this.rounds = 2;
		new Warmup(this.paths, this.rounds, List.of()).run(this.protocol.endpoint(), Duration.ofMillis(500));
		assertThat(this.requests).containsExactly("/stream cluster-warmup", "/right cluster-warmup",
				"/right cluster-warmup");
		assertThat(output).containsOnlyOnce(
				"Warm-up of /stream: the response was not complete after 500 ms; it is not requested again");
	}

	@Test
	void nothingToDoIsNothing() {
		assertThat(new Warmup(this.paths, this.rounds, List.of()).isEmpty()).isTrue();
	}

	private void run(ClusterWarmup own) {
		new Warmup(this.paths, this.rounds, List.of(own)).run(this.protocol.endpoint());
	}

}
