// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.demo;

import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link EchoController}.
 */
@DemoTest
class EchoControllerTests {

	private static final int LARGE = 5 * EchoedBody.IN_MEMORY + 7;

	private final HttpClient client = HttpClient.newHttpClient();

	@LocalServerPort
	private int port;

	@ParameterizedTest
	@ValueSource(ints = { 0, 1, EchoedBody.IN_MEMORY - 1, EchoedBody.IN_MEMORY, EchoedBody.IN_MEMORY + 1, LARGE })
	void bodyOfAnySizeComesBack(int size) throws Exception {
		byte[] body = body(size);
		assertEchoed(post(BodyPublishers.ofByteArray(body), "image/png"), body, "image/png");
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 1, 8192, LARGE })
	void chunkedBodyComesBack(int size) throws Exception {
		byte[] body = body(size);
		BodyPublisher chunked = BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body));
		assertEchoed(post(chunked, "image/png"), body, "image/png");
	}

	@ParameterizedTest
	@ValueSource(strings = { "application/x-www-form-urlencoded", "multipart/form-data; boundary=x",
			"application/json; charset=utf-8", "text/plain", "text/plain;charset=iso-8859-1" })
	void contentTypeThatOthersParseComesBackUnparsed(String contentType) throws Exception {
		byte[] body = "--x\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\na+b=%20&c\r\n--x--\r\n".getBytes();
		HttpResponse<byte[]> answer = post(BodyPublishers.ofByteArray(body), contentType);
		assertThat(answer.body()).isEqualTo(body);
		assertThat(answer.headers().firstValue("Content-Type").orElseThrow().replace(" ", ""))
			.isEqualToIgnoringCase(contentType.replace(" ", ""));
	}

	@Test
	void contentTypeWhenMissingIsOctetStream() throws Exception {
		byte[] body = body(100);
		assertEchoed(post(BodyPublishers.ofByteArray(body), null), body, "application/octet-stream");
	}

	private HttpResponse<byte[]> post(BodyPublisher body, String contentType) throws Exception {
		HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://localhost:" + this.port + "/echo"))
			.version(HttpClient.Version.HTTP_1_1)
			.POST(body);
		if (contentType != null) {
			request.header("Content-Type", contentType);
		}
		return this.client.send(request.build(), BodyHandlers.ofByteArray());
	}

	private void assertEchoed(HttpResponse<byte[]> answer, byte[] body, String contentType) throws Exception {
		assertThat(answer.statusCode()).isEqualTo(200);
		assertThat(answer.body()).isEqualTo(body);
		assertThat(answer.headers().firstValueAsLong("Content-Length")).hasValue(body.length);
		assertThat(answer.headers().firstValue("Content-Type")).hasValue(contentType);
		assertThat(answer.headers().firstValue(EchoController.DIGEST_HEADER))
			.hasValue(HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(body)));
	}

	private static byte[] body(int size) {
		byte[] body = new byte[size];
		new Random(size).nextBytes(body);
		return body;
	}

}
