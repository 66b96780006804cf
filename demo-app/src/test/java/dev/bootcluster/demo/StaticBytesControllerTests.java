// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.demo;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.MediaType;
import org.springframework.test.web.servlet.client.RestTestClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link StaticBytesController}.
 */
@DemoTest
class StaticBytesControllerTests {

	@Autowired
	private RestTestClient client;

	@ParameterizedTest
	@ValueSource(ints = { 0, 1, 16063, 16064, 16065, 1_000_003 })
	void bytesAreTheSameEveryTime(int size) {
		byte[] body = this.client.get()
			.uri("/static.bin?size={size}", size)
			.exchange()
			.expectStatus()
			.isOk()
			.expectHeader()
			.contentType(MediaType.APPLICATION_OCTET_STREAM)
			.expectHeader()
			.contentLength(size)
			.expectBody()
			.returnResult()
			.getResponseBodyContent();
		assertThat(body).isEqualTo(expected(size));
	}

	@Test
	void headSaysTheSize() {
		this.client.head()
			.uri("/static.bin?size=12345")
			.exchange()
			.expectStatus()
			.isOk()
			.expectHeader()
			.contentLength(12345);
	}

	private static byte[] expected(int size) {
		byte[] bytes = new byte[size];
		for (int i = 0; i < size; i++) {
			bytes[i] = (byte) (i % StaticBytesController.PERIOD);
		}
		return bytes;
	}

}
