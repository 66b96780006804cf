// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.demo;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link EchoWebSocketHandler}.
 */
@DemoTest
class WebSocketTests {

	private final Received received = new Received();

	@LocalServerPort
	private int port;

	private WebSocket webSocket;

	@BeforeEach
	void connect() {
		this.webSocket = HttpClient.newHttpClient()
			.newWebSocketBuilder()
			.buildAsync(URI.create("ws://localhost:" + this.port + "/ws/echo"), this.received)
			.join();
	}

	@AfterEach
	void close() {
		this.webSocket.abort();
	}

	@Test
	void textComesBack() throws Exception {
		this.webSocket.sendText("Grüße, 🦉", true).join();
		assertThat(this.received.next()).isEqualTo("Grüße, 🦉");
		this.webSocket.sendText("again", true).join();
		assertThat(this.received.next()).isEqualTo("again");
	}

	@Test
	void textLargerThanTheServersBufferComesBack() throws Exception {
		String text = "0123456789ü".repeat(20_000);
		this.webSocket.sendText(text, true).join();
		assertThat(this.received.next()).isEqualTo(text);
	}

	@Test
	void binaryComesBack() throws Exception {
		byte[] bytes = new byte[100_000];
		new Random(1).nextBytes(bytes);
		this.webSocket.sendBinary(ByteBuffer.wrap(bytes), true).join();
		assertThat(this.received.next()).isEqualTo(bytes);
	}

	@Test
	void closeIsAnswered() throws Exception {
		this.webSocket.sendClose(WebSocket.NORMAL_CLOSURE, "done").join();
		assertThat(this.received.next()).isEqualTo(WebSocket.NORMAL_CLOSURE);
	}

	/**
	 * Whole messages as the client receives them, and the close code.
	 */
	private static final class Received implements WebSocket.Listener {

		private final BlockingQueue<Object> messages = new LinkedBlockingQueue<>();

		private final StringBuilder text = new StringBuilder();

		private final ByteArrayOutputStream binary = new ByteArrayOutputStream();

		@Override
		public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
			this.text.append(data);
			if (last) {
				this.messages.add(this.text.toString());
				this.text.setLength(0);
			}
			webSocket.request(1);
			return null;
		}

		@Override
		public CompletionStage<?> onBinary(WebSocket webSocket, ByteBuffer data, boolean last) {
			byte[] part = new byte[data.remaining()];
			data.get(part);
			this.binary.writeBytes(part);
			if (last) {
				this.messages.add(this.binary.toByteArray());
				this.binary.reset();
			}
			webSocket.request(1);
			return null;
		}

		@Override
		public CompletionStage<?> onClose(WebSocket webSocket, int statusCode, String reason) {
			this.messages.add(statusCode);
			return CompletableFuture.completedStage(null);
		}

		private Object next() throws InterruptedException {
			return this.messages.poll(10, TimeUnit.SECONDS);
		}

	}

}
