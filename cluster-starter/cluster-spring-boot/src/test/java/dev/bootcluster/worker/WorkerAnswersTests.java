// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.worker;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.RejectedExecutionException;

import dev.bootcluster.ipc.RelayOrigin;
import dev.bootcluster.ipc.RelaySocket;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.startup.Tomcat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for what a worker tells others without its application.
 */
class WorkerAnswersTests {

	private static final String PATH = "/meters/test";

	@TempDir
	private Path directory;

	private final Tomcat tomcat = new Tomcat();

	private final WorkerAnswers answers = new WorkerAnswers();

	@BeforeEach
	void start() throws LifecycleException {
		this.tomcat.setBaseDir(this.directory.resolve("tomcat").toString());
		this.tomcat.setPort(0);
		Context context = this.tomcat.addContext("", null);
		Tomcat.addServlet(context, "test", new HttpServlet() {

			@Override
			protected void service(HttpServletRequest request, HttpServletResponse response) throws IOException {
				response.getOutputStream().print("application");
			}

		});
		context.addServletMappingDecoded("/*", "test");
		this.tomcat.getConnector().addLifecycleListener(new RelayListener(socket(), this.answers));
		this.tomcat.start();
	}

	@AfterEach
	void stop() throws LifecycleException {
		this.tomcat.stop();
		this.tomcat.destroy();
	}

	@Test
	void workerIsAnsweredWithoutTheApplication() throws IOException {
		this.answers.add(PATH, () -> "{}".getBytes(StandardCharsets.US_ASCII));
		assertThat(ask(PATH, RelayOrigin.WORKER)).startsWith("HTTP/1.1 200").endsWith("\r\n\r\n{}");
	}

	@Test
	void whatNobodyAnswersIsNotFound() throws IOException {
		assertThat(ask(PATH, RelayOrigin.WORKER)).startsWith("HTTP/1.1 404").doesNotContain("application");
	}

	@Test
	void answerThatFailsIsAnError() throws IOException {
		this.answers.add(PATH, () -> {
			throw new IllegalStateException("secret");
		});
		assertThat(ask(PATH, RelayOrigin.WORKER)).startsWith("HTTP/1.1 500").doesNotContain("secret");
	}

	@Test
	void answerThatIsNotThereInTimeIsUnavailable() throws IOException {
		this.answers.add(PATH, () -> {
			throw new RejectedExecutionException("busy");
		});
		assertThat(ask(PATH, RelayOrigin.WORKER)).startsWith("HTTP/1.1 503").doesNotContain("busy");
	}

	@Test
	void clientIsAnsweredByTheApplication() throws IOException {
		this.answers.add(PATH, () -> "{}".getBytes(StandardCharsets.US_ASCII));
		assertThat(ask(PATH, "127.0.0.1 1 127.0.0.1 1 http 80 false true")).endsWith("application");
	}

	private RelaySocket socket() {
		return RelaySocket.of(this.directory, 1, 101);
	}

	private String ask(String path, String relay) throws IOException {
		try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket().path()))) {
			channel.write(StandardCharsets.US_ASCII
				.encode("GET %s HTTP/1.1\r\nHost: localhost\r\nCluster-Relay: %s\r\nConnection: close\r\n\r\n"
					.formatted(path, relay)));
			return new String(Channels.newInputStream(channel).readAllBytes(), StandardCharsets.US_ASCII);
		}
	}

}
