// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.worker;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicReference;

import dev.bootcluster.test.Await;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link EventStreams}, in a Tomcat.
 */
class EventStreamsTests {

	@TempDir
	private Path directory;

	private final RequestProgress progress = new RequestProgress();

	private final AtomicReference<AsyncContext> async = new AtomicReference<>();

	private volatile boolean completed;

	private TestTomcat tomcat;

	@BeforeEach
	void start() throws Exception {
		this.tomcat = new TestTomcat(this.directory, this.progress);
		this.tomcat.start(this::serve);
	}

	private void serve(HttpServletRequest request, HttpServletResponse response) throws IOException {
		response.setContentType(request.getHeader("Type"));
		AsyncContext context = request.startAsync();
		context.setTimeout(0);
		context.addListener(new Listener());
		response.getOutputStream().print("data: 1\n\n");
		response.flushBuffer();
		this.async.set(context);
	}

	@AfterEach
	void stop() throws Exception {
		this.tomcat.stop();
	}

	@Test
	void eventsEndAsTheProtocolWants() throws Exception {
		try (Socket client = this.tomcat.send("Type: text/event-stream;charset=UTF-8\r\nConnection: close\r\n")) {
			awaitSuspended();
			this.progress.streams().end();
			assertThat(new String(client.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
				.endsWith("data: 1\n\n\r\n0\r\n\r\n");
			Await.until("the application to be told", () -> this.completed);
			assertThat(this.progress.errors()).isZero();
			this.progress.streams().end();
		}
	}

	@Test
	void otherAnswersGoOn() throws Exception {
		try (Socket client = this.tomcat.send("Type: application/json\r\nConnection: close\r\n")) {
			awaitSuspended();
			this.progress.streams().end();
			assertThat(this.completed).isFalse();
			this.async.get().getResponse().getOutputStream().print("data: 2\n\n");
			this.async.get().complete();
			assertThat(new String(client.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
				.contains("data: 2\n\n")
				.endsWith("0\r\n\r\n");
		}
	}

	/**
	 * The application has the context a moment before its thread is back.
	 */
	private void awaitSuspended() {
		Await.until("the request", () -> this.async.get() != null && this.progress.executing() == 0);
	}

	/**
	 * Hears of the end.
	 */
	private final class Listener implements AsyncListener {

		@Override
		public void onComplete(AsyncEvent event) {
			EventStreamsTests.this.completed = true;
		}

		@Override
		public void onTimeout(AsyncEvent event) {
			// It has none.
		}

		@Override
		public void onError(AsyncEvent event) {
			// There is none.
		}

		@Override
		public void onStartAsync(AsyncEvent event) {
			// Once is enough.
		}

	}

}
