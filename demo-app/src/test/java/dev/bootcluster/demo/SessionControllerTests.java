// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.demo;

import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.test.json.JsonCompareMode;
import org.springframework.test.web.servlet.client.EntityExchangeResult;
import org.springframework.test.web.servlet.client.RestTestClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SessionController}.
 */
@DemoTest
class SessionControllerTests {

	private static final long PID = ProcessHandle.current().pid();

	@Autowired
	private RestTestClient client;

	@Test
	void getWhenNothingWasStoredHasNoAttributes() {
		EntityExchangeResult<byte[]> answer = get(null);
		assertThat(answer.getResponseCookies()).isNotEmpty();
		this.client.get()
			.uri("/session")
			.exchange()
			.expectBody()
			.jsonPath("$.attributes")
			.isEmpty()
			.jsonPath("$.id")
			.isNotEmpty()
			.jsonPath("$.pid")
			.isEqualTo(PID);
	}

	@Test
	void attributesStayWithTheSession() {
		EntityExchangeResult<byte[]> first = this.client.post()
			.uri("/session/colour/green")
			.exchange()
			.expectStatus()
			.isOk()
			.expectBody()
			.json("{\"attributes\": {\"colour\": \"green\"}, \"pid\": %d}".formatted(PID))
			.returnResult();
		String cookie = cookie(first);
		this.client.post().uri("/session/animal/owl").header("Cookie", cookie).exchange().expectStatus().isOk();
		this.client.get()
			.uri("/session")
			.header("Cookie", cookie)
			.exchange()
			.expectBody()
			.json("{\"attributes\": {\"animal\": \"owl\", \"colour\": \"green\"}}", JsonCompareMode.LENIENT);
		assertThat(get(cookie).getResponseCookies()).isEmpty();
	}

	private EntityExchangeResult<byte[]> get(String cookie) {
		return this.client.get()
			.uri("/session")
			.headers((headers) -> headers.set("Cookie", cookie))
			.exchange()
			.expectStatus()
			.isOk()
			.expectBody()
			.returnResult();
	}

	private String cookie(EntityExchangeResult<?> answer) {
		return answer.getResponseCookies().toSingleValueMap().values().iterator().next().toString().split(";")[0];
	}

}
