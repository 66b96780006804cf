// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.worker;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;

import dev.bootcluster.test.Await;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.apache.tomcat.util.net.NioEndpoint.NioSocketWrapper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@code sendfile} on a {@link HandedConnection}, as Tomcat uses it for static
 * files: the kernel sends the file while the worker drains.
 */
class SendfileTests {

	private static final int SIZE = 30_000_000;

	private static final int SMALL = 100_000;

	@TempDir
	private Path directory;

	private final HandoffProtocol protocol = new HandoffProtocol();

	private final Traffic traffic = new Traffic(this.protocol.endpoint());

	private final byte[] bytes = new byte[SIZE];

	private Path file;

	private TestTomcat tomcat;

	private HandedConnections listener;

	@BeforeEach
	void start() throws Exception {
		new Random(14).nextBytes(this.bytes);
		this.file = Files.write(this.directory.resolve("file.bin"), this.bytes);
		this.tomcat = new TestTomcat(this.directory, this.protocol);
		this.tomcat.start(this::serve);
		this.listener = new HandedConnections(this.protocol);
	}

	private void serve(HttpServletRequest request, HttpServletResponse response) throws IOException {
		assertThat(request.getAttribute("org.apache.tomcat.sendfile.support")).isEqualTo(true);
		long length = request.getRequestURI().equals("/small") ? SMALL : SIZE;
		response.setContentLengthLong(length);
		request.setAttribute("org.apache.tomcat.sendfile.filename", this.file.toString());
		request.setAttribute("org.apache.tomcat.sendfile.start", 0L);
		request.setAttribute("org.apache.tomcat.sendfile.end", length);
	}

	@AfterEach
	void stop() throws Exception {
		this.listener.close();
		this.tomcat.stop();
	}

	@Test
	void filesAreSentOneAfterTheOtherOnAConnection() throws IOException {
		try (Socket client = connect()) {
			for (String path : new String[] { "/small", "/big", "/small" }) {
				assertReceived(client, path);
			}
		}
	}

	@Test
	void fileOnItsWayToASlowClientIsSentToItsEndInADrain() throws IOException {
		try (Socket client = connect()) {
			ask(client, "/big");
			Await.until("the file to be on its way", () -> isSending());
			this.traffic.announceClose();
			for (int i = 0; i < 10; i++) {
				this.traffic.closeIdle(Duration.ofSeconds(1).toMillis());
				this.traffic.closeIdle(0);
			}
			assertThat(read(client, SIZE)).isEqualTo(this.bytes);
			Await.until("the end of the connection", () -> {
				this.traffic.closeIdle(0);
				return this.traffic.connections() == 0;
			});
		}
	}

	private boolean isSending() {
		return this.protocol.endpoint()
			.openConnections()
			.stream()
			.anyMatch((connection) -> ((NioSocketWrapper) connection).getSendfileData() != null);
	}

	private Socket connect() throws IOException {
		Socket client = new Socket();
		client.setReceiveBufferSize(64 * 1024);
		client.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), this.listener.port()));
		client.setSoTimeout(20_000);
		return client;
	}

	private void assertReceived(Socket client, String path) throws IOException {
		ask(client, path);
		int length = path.equals("/small") ? SMALL : SIZE;
		byte[] received = read(client, length);
		assertThat(received).hasSize(length);
		assertThat(received).startsWith(Arrays.copyOf(this.bytes, length));
	}

	private static void ask(Socket client, String path) throws IOException {
		client.getOutputStream()
			.write("GET %s HTTP/1.1\r\nHost: x\r\n\r\n".formatted(path).getBytes(StandardCharsets.US_ASCII));
	}

	private static byte[] read(Socket client, int length) throws IOException {
		DataInputStream in = new DataInputStream(client.getInputStream());
		StringBuilder head = new StringBuilder();
		while (head.indexOf("\r\n\r\n") == -1) {
			head.append((char) in.readByte());
		}
		byte[] body = new byte[length];
		in.readFully(body);
		return body;
	}

}
