// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.access;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.mock.web.MockHttpServletRequest;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link LocalRequest}.
 */
class LocalRequestTests {

	private final MockHttpServletRequest request = new MockHttpServletRequest("POST", "/actuator/cluster/reload");

	@BeforeEach
	void receive() {
		this.request.setServerPort(8080);
		this.request.setRemoteAddr("127.0.0.1");
		this.request.setRemotePort(50123);
		this.request.setLocalAddr("127.0.0.1");
		this.request.setLocalPort(8080);
	}

	@ParameterizedTest
	@CsvSource({ "127.0.0.1, 127.0.0.1", "127.0.0.53, 127.0.0.1", "::1, ::1", "0:0:0:0:0:0:0:1, 0:0:0:0:0:0:0:1",
			"192.168.1.5, 192.168.1.5", "fe80::1%1, fe80::1%1" })
	void requestFromThisMachineIsLocal(String remote, String local) {
		this.request.setRemoteAddr(remote);
		this.request.setLocalAddr(local);
		assertLocal();
	}

	@ParameterizedTest
	@ValueSource(strings = { "192.168.1.6", "2001:db8::1", "128.0.0.1", "0.0.0.0", "localhost", "evil.example", "" })
	void requestFromAnotherMachineIsNot(String remote) {
		this.request.setRemoteAddr(remote);
		this.request.setLocalAddr("192.168.1.5");
		assertDoubt("The request does not come from this machine");
	}

	@ParameterizedTest
	@ValueSource(strings = { "Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto",
			"X-Forwarded-Port", "X-Real-IP", "Via", "CF-Connecting-IP", "True-Client-IP", "x-forwarded-for" })
	void requestThatWasForwardedIsNot(String header) {
		this.request.addHeader(header, "127.0.0.1");
		assertDoubt("The request was forwarded");
	}

	@Test
	void requestWhoseAddressTomcatReplacedIsNot() {
		this.request.setAttribute("org.apache.tomcat.request.forwarded", true);
		assertDoubt("The request was forwarded");
	}

	@Test
	void forwardingHeaderThatAWrapperHidesIsSeen() {
		this.request.addHeader("X-Forwarded-For", "203.0.113.1");
		HttpServletRequest wrapped = new HttpServletRequestWrapper(this.request) {

			@Override
			public String getHeader(String name) {
				return null;
			}

		};
		assertThat(LocalRequest.of(wrapped).doubt()).isEqualTo("The request was forwarded");
	}

	@ParameterizedTest
	@ValueSource(strings = { "http://localhost:8080", "https://localhost:8080", "http://127.0.0.1:8080",
			"http://[::1]:8080" })
	void pageOfThisApplicationIsLocal(String origin) {
		this.request.addHeader("Origin", origin);
		assertLocal();
	}

	@Test
	void pageOnTheDefaultPortIsLocal() {
		this.request.setServerPort(80);
		this.request.addHeader("Origin", "http://localhost");
		assertLocal();
	}

	@ParameterizedTest
	@ValueSource(strings = { "http://evil.example", "http://evil.example:8080", "http://localhost:3000",
			"http://localhost", "http://localhost.evil.example:8080", "null", "", "http://", "file://", "%%",
			"http://localhost:8080@evil.example:8080" })
	void pageOfAnotherSiteIsNotAlsoOneWhoseNamePointsHere(String origin) {
		this.request.addHeader("Origin", origin);
		assertDoubt("The request comes from a page of another site");
	}

	@ParameterizedTest
	@ValueSource(strings = { "cross-site", "same-site", "anything" })
	void requestOfAnotherSiteWithoutAnOriginIsNot(String site) {
		this.request.addHeader("Sec-Fetch-Site", site);
		assertDoubt("The request comes from a page of another site");
	}

	@ParameterizedTest
	@ValueSource(strings = { "same-origin", "none" })
	void requestOfTheSameSiteIsLocal(String site) {
		this.request.addHeader("Sec-Fetch-Site", site);
		assertLocal();
	}

	@ParameterizedTest
	@CsvSource({ "localhost, 127.0.0.1", "LOCALHOST, 127.0.0.1", "127.0.0.1, 127.0.0.1", "[::1], 0:0:0:0:0:0:0:1",
			"192.168.1.5, 192.168.1.5", "[2001:db8:0:0:0:0:0:5], 2001:db8:0:0:0:0:0:5" })
	void nameOfThisMachineIsLocal(String host, String local) {
		this.request.setServerName(host);
		this.request.setLocalAddr(local);
		this.request.setRemoteAddr(local);
		assertLocal();
	}

	/**
	 * A page reads its own site without an origin.
	 */
	@ParameterizedTest
	@ValueSource(strings = { "evil.example", "localhost.evil.example", "127.0.0.1.evil.example", "192.168.1.7", "" })
	void nameThatSomebodyElseLetsPointHereIsNot(String host) {
		this.request.setServerName(host);
		assertDoubt("The request names another host than this one");
	}

	private void assertLocal() {
		assertThat(LocalRequest.of(this.request).doubt()).isNull();
	}

	private void assertDoubt(String doubt) {
		assertThat(LocalRequest.of(this.request).doubt()).isEqualTo(doubt);
	}

}
