// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.demo;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.test.context.ActiveProfiles;
import org.springframework.test.web.servlet.client.RestTestClient;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for parameters that are refused.
 */
@DemoTest
@ActiveProfiles("chaos")
class BadParameterTests {

	@Autowired
	private RestTestClient client;

	@ParameterizedTest
	@CsvSource({ "GET, /compute?n=-1, n", "GET, /compute?n=10000000001, n", "GET, /compute?n=many, n",
			"GET, /fork?n=-1, n", "GET, /fork?n=10000000001, n", "GET, /fork?timeout=0, timeout",
			"POST, /fork/detached?ms=-1, ms", "GET, /slow?ms=-1, ms", "GET, /slow?ms=600001, ms",
			"GET, /slow?ms=99999999999999999999, ms", "GET, /stream?n=-1, n", "GET, /stream?n=10001, n",
			"GET, /stream?ms=-1, ms", "GET, /stream?ms=60001, ms", "GET, /stream?n=1.5, n",
			"GET, /static.bin?size=-1, size", "GET, /static.bin?size=104857601, size", "GET, /static.bin?size=1k, size",
			"POST, /leak?mb=0, mb", "POST, /leak?mb=16385, mb", "POST, /leak?mb=x, mb", "POST, /crash?code=256, code",
			"POST, /hang?ms=-1, ms", "POST, /hang?ms=3600001, ms" })
	void answersBadRequestThatNamesTheParameter(HttpMethod method, String uri, String parameter) {
		this.client.method(method)
			.uri(uri)
			.exchange()
			.expectStatus()
			.isBadRequest()
			.expectHeader()
			.contentType(MediaType.APPLICATION_PROBLEM_JSON)
			.expectBody()
			.jsonPath("$.status")
			.isEqualTo(400)
			.jsonPath("$.detail")
			.value(String.class, (detail) -> assertThat(detail).contains("'" + parameter + "'"));
	}

}
