// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.worker;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

import dev.bootcluster.ipc.SessionRoute;
import dev.bootcluster.test.Await;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link StickySessions} and {@link HandedConnection}, with a Tomcat whose
 * connections move nowhere.
 */
class StickySessionsTests {

	private static final SessionRoute OWN = new SessionRoute(3, 17);

	private static final String HOST = "Host: a\r\n";

	private static final String OTHERS = "Cookie: id=A0.1-2\r\n";

	@TempDir
	private Path directory;

	private final HandoffProtocol protocol = new HandoffProtocol();

	private final StickySessions sessions = new StickySessions(new SessionAffinity(OWN, System::nanoTime));

	private final Queue<SessionRoute> routes = new ConcurrentLinkedQueue<>();

	private final Queue<String> moved = new ConcurrentLinkedQueue<>();

	private volatile boolean movable = true;

	private TestTomcat tomcat;

	private HandedConnections listener;

	@BeforeEach
	void start() throws Exception {
		this.tomcat = new TestTomcat(this.directory, this.protocol);
		this.tomcat.start(this::serve, (context) -> {
			context.setSessionCookieName("id");
			this.sessions.of(context);
		});
		this.protocol.endpoint().stick(this.sessions, this::move);
		this.listener = new HandedConnections(this.protocol);
	}

	private boolean move(HandedConnection connection, SessionRoute route, byte[] read) {
		if (this.movable) {
			this.routes.add(route);
			this.moved.add(new String(read, StandardCharsets.ISO_8859_1));
		}
		return this.movable;
	}

	private void serve(HttpServletRequest request, HttpServletResponse response) throws IOException {
		if (request.getRequestURI().equals("/login")) {
			response.getOutputStream().print(request.getSession().getId());
		}
		else if (request.getRequestURI().equals("/logout")) {
			request.getSession().invalidate();
			response.getOutputStream().print("bye");
		}
		else {
			response.getOutputStream().print(request.getInputStream().readAllBytes().length);
		}
	}

	@AfterEach
	void stop() throws Exception {
		this.listener.close();
		this.tomcat.stop();
	}

	@Test
	void idOfASessionSaysWhereItLives() throws Exception {
		try (Client client = new Client()) {
			assertThat(client.ask("GET /login HTTP/1.1\r\n" + HOST)).endsWith(".3-17");
			assertThat(this.sessions.count()).isEqualTo(1);
		}
	}

	@Test
	void sessionThatEndsIsNotCounted() throws Exception {
		try (Client client = new Client()) {
			String id = client.ask("GET /login HTTP/1.1\r\n" + HOST);
			assertThat(client.ask("GET /logout HTTP/1.1\r\n" + HOST + "Cookie: id=" + id + "\r\n")).isEqualTo("bye");
			assertThat(this.sessions.count()).isZero();
		}
	}

	@Test
	void requestOfAnotherWorkerMovesBeforeTomcatBeginsIt() throws Exception {
		String request = "POST /a HTTP/1.1\r\n" + HOST + OTHERS + "Content-Length: 3\r\n\r\nabc";
		try (Client client = new Client()) {
			client.send(request);
			client.awaitEnd();
		}
		assertThat(this.routes).containsExactly(new SessionRoute(1, 2));
		assertThat(this.moved).containsExactly(request);
		assertThat(this.protocol.endpoint().openConnectionCount()).isZero();
	}

	@Test
	void laterRequestOnAKeptConnectionMoves() throws Exception {
		try (Client client = new Client()) {
			assertThat(client.ask("GET /a HTTP/1.1\r\n" + HOST + "Cookie: id=A0.3-17\r\n")).isEqualTo("0");
			assertThat(client.ask("GET /a HTTP/1.1\r\n" + HOST)).isEqualTo("0");
			client.send("GET /;id=A0.1-2 HTTP/1.1\r\n" + HOST + "\r\n");
			client.awaitEnd();
		}
		assertThat(this.routes).containsExactly(new SessionRoute(1, 2));
	}

	@Test
	void headInPiecesIsLookedThroughOnceItIsThere() throws Exception {
		try (Client client = new Client()) {
			assertThat(client.ask("GET /a HTTP/1.1\r\n" + HOST)).isEqualTo("0");
			client.send("GET /a HT");
			awaitWaiting();
			client.send("TP/1.1\r\n" + HOST);
			awaitWaiting();
			client.send(OTHERS + "\r\n");
			client.awaitEnd();
		}
		assertThat(this.moved).containsExactly("GET /a HTTP/1.1\r\n" + HOST + OTHERS + "\r\n");
	}

	@Test
	void headInPiecesIsServedWhereItBelongs() throws Exception {
		try (Client client = new Client()) {
			client.send("GET /a HT");
			awaitWaiting();
			client.send("TP/1.1\r\nHost");
			awaitWaiting();
			assertThat(client.ask(": a\r\n")).isEqualTo("0");
		}
		assertThat(this.routes).isEmpty();
	}

	/**
	 * As long as there is only half a head, the connection has no processor: what has
	 * been read is in the socket's buffer.
	 */
	private void awaitWaiting() {
		Await.until("half a head",
				() -> this.protocol.endpoint()
					.openConnections()
					.stream()
					.anyMatch((connection) -> connection.getCurrentProcessor() == null
							&& !connection.getSocketBufferHandler().isReadBufferEmpty()));
	}

	@Test
	void bodyThatLooksLikeARequestDoesNotMove() throws Exception {
		String body = "GET /a HTTP/1.1\r\n" + OTHERS + "\r\n";
		try (Client client = new Client()) {
			client.send("POST /a HTTP/1.1\r\n" + HOST + "Expect: 100-continue\r\nContent-Length: " + body.length()
					+ "\r\n\r\n");
			assertThat(client.line()).startsWith("HTTP/1.1 100");
			client.line();
			client.send(body);
			assertThat(client.answer()).isEqualTo("" + body.length());
		}
		assertThat(this.routes).isEmpty();
	}

	@Test
	void hugeHeadIsServedWithoutBeingLookedThrough() throws Exception {
		this.protocol.setMaxHttpRequestHeaderSize(64 * 1024);
		try (Client client = new Client()) {
			assertThat(
					client.ask("GET /a HTTP/1.1\r\n" + HOST + ("X: " + "x".repeat(600) + "\r\n").repeat(50) + OTHERS))
				.isEqualTo("0");
		}
		assertThat(this.routes).isEmpty();
	}

	@Test
	void whatIsNoHttpIsRejectedAtOnce() throws Exception {
		try (Client client = new Client()) {
			client.send("\u0016\u0003\u0001\u0002");
			assertThat(client.line()).startsWith("HTTP/1.1 400");
		}
	}

	@Test
	void connectionThatCannotMoveIsServedHere() throws Exception {
		this.movable = false;
		try (Client client = new Client()) {
			assertThat(client.ask("GET /a HTTP/1.1\r\n" + HOST + OTHERS)).isEqualTo("0");
		}
	}

	@Test
	void lingeringWorkerSendsVisitorsOn() throws Exception {
		try (Client client = new Client()) {
			String id = client.ask("GET /login HTTP/1.1\r\n" + HOST);
			this.sessions.affinity().linger();
			assertThat(client.ask("GET /a HTTP/1.1\r\n" + HOST + "Cookie: id=" + id + "\r\n")).isEqualTo("0");
			client.send("GET /a HTTP/1.1\r\n" + HOST + "\r\n");
			client.awaitEnd();
		}
		assertThat(this.routes).containsExactly(SessionRoute.NONE);
	}

	/**
	 * A client with one connection.
	 */
	private final class Client implements AutoCloseable {

		private final Socket socket;

		private final InputStream input;

		Client() throws IOException {
			this.socket = new Socket(InetAddress.getLoopbackAddress(), StickySessionsTests.this.listener.port());
			this.socket.setSoTimeout(10_000);
			this.input = this.socket.getInputStream();
		}

		void send(String text) throws IOException {
			OutputStream output = this.socket.getOutputStream();
			output.write(text.getBytes(StandardCharsets.ISO_8859_1));
			output.flush();
		}

		/**
		 * Send the rest of a head and return the body of the answer.
		 */
		String ask(String head) throws IOException {
			send(head + "\r\n");
			return answer();
		}

		String answer() throws IOException {
			int length = 0;
			String line;
			while (!(line = line()).isEmpty()) {
				length = line.startsWith("Content-Length: ") ? Integer.parseInt(line.substring(16)) : length;
			}
			return new String(this.input.readNBytes(length), StandardCharsets.ISO_8859_1);
		}

		String line() throws IOException {
			StringBuilder line = new StringBuilder();
			int octet;
			while ((octet = this.input.read()) != '\n' && octet != -1) {
				line.append((char) octet);
			}
			return line.toString().strip();
		}

		void awaitEnd() throws IOException {
			assertThat(this.input.read()).isEqualTo(-1);
		}

		@Override
		public void close() throws IOException {
			this.socket.close();
		}

	}

}
