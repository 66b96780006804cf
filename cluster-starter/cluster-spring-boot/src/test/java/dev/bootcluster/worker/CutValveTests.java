// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.worker;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link CutValve}, in a Tomcat.
 */
class CutValveTests {

	private static final String CUT = "test.cut";

	private static final String REQUEST = "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n";

	@TempDir
	private Path directory;

	private TestTomcat tomcat;

	@AfterEach
	void stop() throws Exception {
		this.tomcat.stop();
	}

	@Test
	void answerIsCut() throws Exception {
		start((offered) -> offered.get(0).run());
		try (Socket client = this.tomcat.send("")) {
			assertThat(client.getInputStream().readAllBytes()).isEmpty();
		}
	}

	/**
	 * On the same connection, Tomcat uses the same objects for it.
	 */
	@Test
	void nextRequestIsNotCut() throws Exception {
		start((offered) -> {
			if (offered.size() == 2) {
				offered.get(0).run();
			}
		});
		try (Socket client = this.tomcat.send("")) {
			BufferedReader answers = new BufferedReader(
					new InputStreamReader(client.getInputStream(), StandardCharsets.US_ASCII));
			assertAnswer(answers);
			client.getOutputStream().write(REQUEST.getBytes(StandardCharsets.US_ASCII));
			assertAnswer(answers);
		}
	}

	/**
	 * Tomcat passes it on without what it could not read.
	 */
	@ParameterizedTest
	@ValueSource(strings = { "GET /?a=[1] HTTP/1.1\r\nHost: localhost\r\n\r\n", "hello\r\n\r\n",
			"GET /a|b HTTP/1.1\r\nHost: localhost\r\n\r\n", "GET /\u00e4 HTTP/1.1\r\nHost: localhost\r\n\r\n",
			"GET / HTTP/1.1\r\n\r\n", "GET / HTTP/1.1\r\nHost: a b\r\n\r\n",
			"\u0016\u0003\u0001\u0002\u0000\u0001\r\n" })
	void requestThatTomcatRefusesIsABadOne(String bytes) throws Exception {
		start((offered) -> {
		});
		try (Socket client = this.tomcat.sendBytes(bytes)) {
			assertThat(new String(client.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1))
				.startsWith("HTTP/1.1 400 ");
		}
	}

	private void start(Cutter cutter) throws Exception {
		List<Runnable> offered = new ArrayList<>();
		this.tomcat = new TestTomcat(this.directory, new CutValve("/", CUT));
		this.tomcat.start((request, response) -> {
			offered.add((Runnable) request.getAttribute(CUT));
			cutter.cut(offered);
		});
	}

	private static void assertAnswer(BufferedReader answers) throws IOException {
		assertThat(answers.readLine()).startsWith("HTTP/1.1 200");
		String header;
		do {
			header = answers.readLine();
		}
		while (header != null && !header.isEmpty());
		assertThat(header).isNotNull();
	}

	/**
	 * What the servlet cuts.
	 */
	private interface Cutter {

		void cut(List<Runnable> offered);

	}

}
