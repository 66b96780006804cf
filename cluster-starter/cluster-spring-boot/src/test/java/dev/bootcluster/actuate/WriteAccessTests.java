// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.actuate;

import java.security.Principal;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link WriteAccess}.
 */
class WriteAccessTests {

	private final MockHttpServletRequest request = new MockHttpServletRequest("POST", "/actuator/cluster/reload");

	@BeforeEach
	void receive() {
		this.request.setServerPort(8080);
		this.request.setRemoteAddr("127.0.0.1");
		this.request.setLocalAddr("127.0.0.1");
	}

	@AfterEach
	void clear() {
		RequestContextHolder.resetRequestAttributes();
	}

	@ParameterizedTest
	@CsvSource({ "127.0.0.1, 127.0.0.1", "127.0.0.53, 127.0.0.1", "::1, ::1", "0:0:0:0:0:0:0:1, 0:0:0:0:0:0:0:1",
			"192.168.1.5, 192.168.1.5" })
	void requestFromThisMachineMayWrite(String remote, String local) {
		this.request.setRemoteAddr(remote);
		this.request.setLocalAddr(local);
		assertAllowed();
	}

	@ParameterizedTest
	@ValueSource(strings = { "192.168.1.6", "2001:db8::1", "128.0.0.1", "0.0.0.0" })
	void requestFromAnotherMachineMayNot(String remote) {
		this.request.setRemoteAddr(remote);
		this.request.setLocalAddr("192.168.1.5");
		assertRefused("Only requests from this machine");
	}

	@ParameterizedTest
	@ValueSource(strings = { "Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto",
			"X-Forwarded-Port", "X-Real-IP", "Via", "CF-Connecting-IP", "True-Client-IP", "x-forwarded-for" })
	void requestThatWasForwardedMayNot(String header) {
		this.request.addHeader(header, "127.0.0.1");
		assertRefused("A forwarded request");
	}

	@Test
	void requestWhoseAddressTomcatReplacedMayNot() {
		this.request.setAttribute("org.apache.tomcat.request.forwarded", true);
		assertRefused("A forwarded request");
	}

	@Test
	void forwardingHeaderThatAWrapperHidesIsSeen() {
		this.request.addHeader("X-Forwarded-For", "203.0.113.1");
		bind(new HttpServletRequestWrapper(this.request) {

			@Override
			public String getHeader(String name) {
				return null;
			}

		});
		assertThat(new WriteAccess().refusal()).isPresent();
	}

	@ParameterizedTest
	@ValueSource(strings = { "http://localhost:8080", "https://localhost:8080", "http://127.0.0.1:8080",
			"http://[::1]:8080" })
	void pageOfThisApplicationMay(String origin) {
		this.request.addHeader("Origin", origin);
		assertAllowed();
	}

	@Test
	void pageOnTheDefaultPortMay() {
		this.request.setServerPort(80);
		this.request.addHeader("Origin", "http://localhost");
		assertAllowed();
	}

	@ParameterizedTest
	@ValueSource(strings = { "http://evil.example", "http://evil.example:8080", "http://localhost:3000",
			"http://localhost", "http://localhost.evil.example:8080", "null", "", "http://", "file://", "%%",
			"http://localhost:8080@evil.example:8080" })
	void pageOfAnotherSiteMayNotAlsoOneWhoseNamePointsHere(String origin) {
		this.request.addHeader("Origin", origin);
		assertRefused("A page from another site");
	}

	@Test
	void crossSiteRequestWithoutAnOriginMayNot() {
		this.request.addHeader("Sec-Fetch-Site", "cross-site");
		assertRefused("A page from another site");
	}

	@ParameterizedTest
	@ValueSource(strings = { "same-origin", "none" })
	void sameSiteRequestMay(String site) {
		this.request.addHeader("Sec-Fetch-Site", site);
		assertAllowed();
	}

	@Test
	void whoSpringSecurityKnowsMayFromAnywhere() {
		this.request.setRemoteAddr("203.0.113.1");
		this.request.addHeader("X-Forwarded-For", "203.0.113.2");
		Principal admin = () -> "admin";
		this.request.setUserPrincipal(admin);
		assertAllowed();
	}

	@Test
	void requestNobodyKnowsMayNot() {
		assertThat(new WriteAccess().refusal()).contains("The origin of the request is unknown");
	}

	private void assertAllowed() {
		bind(this.request);
		assertThat(new WriteAccess().refusal()).isEmpty();
	}

	private void assertRefused(String reason) {
		bind(this.request);
		assertThat(new WriteAccess().refusal()).hasValueSatisfying((refusal) -> assertThat(refusal).startsWith(reason));
	}

	private static void bind(HttpServletRequest request) {
		RequestContextHolder.setRequestAttributes(new ServletRequestAttributes(request));
	}

}
