// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.demo;

import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link StreamController}.
 */
@DemoTest
class StreamControllerTests {

	private static final long PID = ProcessHandle.current().pid();

	private final HttpClient client = HttpClient.newHttpClient();

	@LocalServerPort
	private int port;

	@ParameterizedTest
	@ValueSource(ints = { 0, 1, 500 })
	void eventsArriveInOrderAndTheStreamEnds(int events) throws Exception {
		HttpResponse<String> answer = stream("n=%d&ms=0".formatted(events));
		assertThat(answer.statusCode()).isEqualTo(200);
		assertThat(answer.headers().firstValue("Content-Type")).hasValue("text/event-stream");
		assertThat(answer.body().lines().filter((line) -> line.startsWith("data:")))
			.containsExactlyElementsOf(IntStream.rangeClosed(1, events)
				.mapToObj((event) -> "data:{\"event\":%d,\"pid\":%d}".formatted(event, PID))
				.toList());
	}

	@Test
	void eventsAreApartAsLongAsAsked() throws Exception {
		long start = System.nanoTime();
		stream("n=3&ms=150");
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isBetween(Duration.ofMillis(300),
				Duration.ofSeconds(10));
	}

	@Test
	void clientsThatLeaveHoldNoThread() throws Exception {
		for (int i = 0; i < 20; i++) {
			try (Socket socket = new Socket("localhost", this.port)) {
				socket.getOutputStream()
					.write("GET /stream?n=10000&ms=20 HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes());
				InputStream in = socket.getInputStream();
				assertThat(in.read()).isEqualTo('H');
			}
		}
		assertThat(stream("n=2&ms=10").body()).contains("\"event\":2");
	}

	private HttpResponse<String> stream(String query) throws Exception {
		URI uri = URI.create("http://localhost:%d/stream?%s".formatted(this.port, query));
		HttpRequest request = HttpRequest.newBuilder(uri).timeout(Duration.ofSeconds(30)).build();
		return this.client.send(request, BodyHandlers.ofString());
	}

}
