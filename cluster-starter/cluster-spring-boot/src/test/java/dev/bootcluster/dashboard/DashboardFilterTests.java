// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.dashboard;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

import dev.bootcluster.actuate.FakeCluster;
import dev.bootcluster.ipc.RelayOrigin;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.mock.web.MockFilterChain;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.web.context.request.RequestContextHolder;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link DashboardFilter}, with a page that consists of test files.
 */
class DashboardFilterTests {

	private static final String PATH = "/actuator/cluster/dashboard";

	private final FakeHistory history = new FakeHistory();

	private final List<Runnable> ticks = new ArrayList<>();

	private @Nullable String refusal;

	private Optional<String> path = Optional.of(PATH);

	private final DashboardStreams streams = new DashboardStreams(this.history.with(new FakeCluster()),
			(pause, action) -> {
				assertThat(pause).isEqualTo(Duration.ofSeconds(1));
				this.ticks.add(action);
				return () -> this.ticks.remove(action);
			}, System::nanoTime);

	private final DashboardFilter filter = new DashboardFilter(
			new DashboardFiles("META-INF/boot-cluster/test-dashboard/"), () -> this.path, () -> {
				assertThat(RequestContextHolder.getRequestAttributes()).isNotNull();
				return Optional.ofNullable(this.refusal);
			}, this.streams, "test.uncounted", "test.cut");

	private boolean passedOn;

	@ParameterizedTest
	@CsvSource(textBlock = """
			'', text/html;charset=UTF-8
			/test/style.css, text/css;charset=UTF-8
			/test/script.min.js, text/javascript;charset=UTF-8
			""")
	void filesAreForEverybodyAndAllowNothingFromElsewhere(String rest, String type) throws Exception {
		this.refusal = "no proof";
		MockHttpServletResponse response = get(PATH + rest);
		assertThat(response.getStatus()).isEqualTo(200);
		assertThat(response.getContentType()).isEqualTo(type);
		assertThat(response.getContentAsByteArray()).isNotEmpty();
		assertThat(response.getHeader("Content-Security-Policy")).startsWith("default-src 'none'; script-src 'self';");
		assertThat(response.getHeader("X-Content-Type-Options")).isEqualTo("nosniff");
		assertThat(response.getHeader("Referrer-Policy")).isEqualTo("no-referrer");
		assertThat(response.getHeader("Cache-Control")).isEqualTo("no-cache");
		String tag = response.getHeader("ETag");
		assertThat(tag).matches("\"[0-9a-f]{32}\"");
		MockHttpServletRequest again = request("GET", PATH + rest);
		again.addHeader("If-None-Match", tag);
		MockHttpServletResponse unchanged = send(again);
		assertThat(unchanged.getStatus()).isEqualTo(304);
		assertThat(unchanged.getContentAsByteArray()).isEmpty();
		assertThat(unchanged.getHeader("Content-Security-Policy")).isNotNull();
		MockHttpServletResponse head = send(request("HEAD", PATH + rest));
		assertThat(head.getStatus()).isEqualTo(200);
		assertThat(head.getContentAsByteArray()).isEmpty();
		assertThat(head.getContentLength()).isEqualTo(response.getContentAsByteArray().length);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/missing.js", "/test", "/test/", "/test/missing.css", "/../dashboard/index.html",
			"/test/../index.html", "/..%2findex.html", "/%2e%2e/index.html", "/./index.html", "//index.html",
			"/index.html/", "/test/unknown.type", "/index.html;v=1", "/../../spring.factories", "/.hidden.js" })
	void whatIsNoFileOfThePageIsNotFound(String rest) throws Exception {
		MockHttpServletResponse response = get(PATH + rest);
		assertThat(response.getStatus()).isEqualTo(404);
		assertThat(response.getContentAsString()).isEqualTo("{\"error\":\"The dashboard has no such file\"}");
	}

	@Test
	void nameOfManyPartsIsNotFound() throws Exception {
		assertThat(get(PATH + "/a".repeat(100_000) + ".js").getStatus()).isEqualTo(404);
		assertThat(get(PATH + "/a" + ".b".repeat(100_000)).getStatus()).isEqualTo(404);
	}

	@ParameterizedTest
	@ValueSource(strings = { "POST", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE" })
	void otherMethodsAreNotAllowed(String method) throws Exception {
		MockHttpServletResponse response = send(request(method, PATH + "/stream"));
		assertThat(response.getStatus()).isEqualTo(405);
		assertThat(response.getHeader("Allow")).isEqualTo("GET, HEAD");
	}

	@Test
	void slashAtTheEndIsRedirected() throws Exception {
		MockHttpServletResponse response = get(PATH + "/");
		assertThat(response.getStatus()).isEqualTo(302);
		assertThat(response.getHeader("Location")).isEqualTo("../dashboard");
	}

	@ParameterizedTest
	@ValueSource(strings = { "/actuator/cluster", "/actuator/cluster/dashboards",
			"/actuator/cluster/2/cluster/dashboard", "/dashboard", "/actuator/cluster/dashboard;x=1" })
	void otherPathsArePassedOn(String path) throws Exception {
		get(path);
		assertThat(this.passedOn).isTrue();
	}

	@Test
	void endpointThatIsNotExposedHasNoDashboard() throws Exception {
		this.path = Optional.empty();
		get(PATH);
		assertThat(this.passedOn).isTrue();
	}

	@Test
	void contextPathIsNoPartOfIt() throws Exception {
		MockHttpServletRequest request = request("GET", "/shop" + PATH);
		request.setContextPath("/shop");
		assertThat(send(request).getStatus()).isEqualTo(200);
	}

	@Test
	void streamIsForThoseWhoMaySeeTheCluster() throws Exception {
		this.refusal = "no proof: send the token";
		MockHttpServletResponse response = get(PATH + "/stream");
		assertThat(response.getStatus()).isEqualTo(403);
		assertThat(response.getContentType()).isEqualTo("application/json");
		assertThat(response.getContentAsString()).isEqualTo("{\"error\":\"no proof: send the token\"}");
		assertThat(this.history.questions).isZero();
		assertThat(RequestContextHolder.getRequestAttributes()).as("left behind").isNull();
	}

	@Test
	void numbersAreNumbers() throws Exception {
		for (String query : new String[] { "after=x", "event=1e3", "log=", "log=99999999999" }) {
			MockHttpServletRequest request = request("GET", PATH + "/stream");
			String[] parameter = query.split("=", -1);
			request.setParameter(parameter[0], parameter[1]);
			assertThat(send(request).getStatus()).as(query).isEqualTo(400);
		}
	}

	@Test
	void relayedStreamIsRefused() throws Exception {
		MockHttpServletRequest request = request("GET", PATH + "/stream");
		request.setAttribute(RelayOrigin.ATTRIBUTE, "from another process");
		assertThat(send(request).getStatus()).isEqualTo(404);
	}

	@Test
	void primaryThatDoesNotAnswerIsReported() throws Exception {
		this.history.silent(true);
		MockHttpServletResponse response = get(PATH + "/stream");
		assertThat(response.getStatus()).isEqualTo(503);
		assertThat(response.getContentAsString()).contains("The primary did not answer");
		assertThat(this.ticks).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "/", "/test/style.css", "/missing.js", "/stream" })
	void nothingOfItIsARequestThatCounts(String rest) throws Exception {
		this.refusal = "no proof";
		for (String method : new String[] { "GET", "POST" }) {
			MockHttpServletRequest request = request(method, PATH + rest);
			send(request);
			assertThat(request.getAttribute("test.uncounted")).isEqualTo(true);
		}
	}

	@Test
	void streamOfAProcessThatDrainsEndsAtOnce() throws Exception {
		this.streams.close();
		MockHttpServletResponse response = get(PATH + "/stream");
		assertThat(response.getStatus()).isEqualTo(200);
		assertThat(response.getContentType()).isEqualTo("text/event-stream");
		assertThat(response.getHeader("Connection")).isEqualTo("close");
		assertThat(response.getContentAsByteArray()).isEmpty();
	}

	@ParameterizedTest
	@ValueSource(strings = { "Content-Encoding", "Content-Length" })
	void answerWhoseFormIsDecidedIsNoStream(String header) throws Exception {
		MockHttpServletResponse response = new MockHttpServletResponse();
		response.setHeader(header, "100");
		send(request("GET", PATH + "/stream"), response);
		assertThat(response.getStatus()).isEqualTo(501);
		assertThat(response.getContentAsString()).contains("A filter of the application");
		assertThat(this.ticks).isEmpty();
	}

	@Test
	void headOfAStreamPassesTheApplicationsFilters() throws Exception {
		this.streams.close();
		MockHttpServletResponse response = new MockHttpServletResponse();
		send(request("GET", PATH + "/stream"), new HttpServletResponseWrapper(response) {

			@Override
			public void setContentType(String type) {
				setHeader("Content-Encoding", "gzip");
				super.setContentType(type);
			}

		});
		assertThat(response.getContentType()).isEqualTo("text/event-stream");
		assertThat(response.containsHeader("Content-Encoding")).isFalse();
	}

	private MockHttpServletResponse get(String path) throws Exception {
		return send(request("GET", path));
	}

	private static MockHttpServletRequest request(String method, String path) {
		MockHttpServletRequest request = new MockHttpServletRequest(method, path);
		request.setAsyncSupported(true);
		return request;
	}

	private MockHttpServletResponse send(MockHttpServletRequest request) throws Exception {
		MockHttpServletResponse response = new MockHttpServletResponse();
		send(request, response);
		return response;
	}

	private void send(MockHttpServletRequest request, HttpServletResponse response) throws Exception {
		this.filter.doFilter(request, response, new MockFilterChain() {

			@Override
			public void doFilter(ServletRequest passed, ServletResponse answer) {
				assertThat(passed).isInstanceOf(HttpServletRequest.class);
				DashboardFilterTests.this.passedOn = true;
			}

		});
	}

}
