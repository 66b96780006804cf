// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.worker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;

import dev.bootcluster.test.Await;
import jakarta.servlet.ServletException;
import jakarta.websocket.DeploymentException;
import jakarta.websocket.Endpoint;
import jakarta.websocket.EndpointConfig;
import jakarta.websocket.MessageHandler;
import jakarta.websocket.Session;
import jakarta.websocket.server.ServerContainer;
import jakarta.websocket.server.ServerEndpointConfig;
import org.apache.coyote.Processor;
import org.apache.tomcat.util.net.NioChannel;
import org.apache.tomcat.util.net.SocketWrapperBase;
import org.apache.tomcat.websocket.server.WsSci;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link WebSockets}, with real ones.
 */
class WebSocketsTests {

	private static final long NEVER = Duration.ofHours(1).toMillis();

	private static final int BIG = 5_000_000;

	private static volatile CountDownLatch mayAnswer = new CountDownLatch(0);

	@TempDir
	private Path directory;

	private final HandoffProtocol protocol = new HandoffProtocol();

	private final WebSockets webSockets = new WebSockets(Runnable::run, () -> 0.5);

	private final List<RawWebSocket> clients = new ArrayList<>();

	private TestTomcat tomcat;

	private HandedConnections listener;

	@BeforeEach
	void start() throws Exception {
		mayAnswer = new CountDownLatch(0);
		this.tomcat = new TestTomcat(this.directory, this.protocol);
		this.tomcat.add(new WsSci(), WebSocketsTests::deploy);
		this.tomcat.start((request, response) -> response.setStatus(404));
		this.listener = new HandedConnections(this.protocol);
	}

	private static void deploy(ServerContainer container) throws ServletException {
		try {
			container.addEndpoint(ServerEndpointConfig.Builder.create(Echo.class, "/ws").build());
		}
		catch (DeploymentException ex) {
			throw new ServletException(ex);
		}
	}

	@AfterEach
	void stop() throws Exception {
		mayAnswer.countDown();
		for (RawWebSocket client : this.clients) {
			client.close();
		}
		this.listener.close();
		this.tomcat.stop();
	}

	@Test
	void manyClientsAreToldEvenlyAndAllInTime() {
		Random random = new Random(14);
		int left = 1000;
		for (long since = 0; since < 5000; since += 100) {
			double share = WebSockets.share(5000 - since, 100);
			int told = (int) random.doubles(left).filter((value) -> value < share).count();
			assertThat(told).as("after %d ms", since).isBetween(5, 45);
			left -= told;
		}
		assertThat(left).isZero();
		assertThat(WebSockets.share(0, 100)).isEqualTo(1);
		assertThat(WebSockets.share(-5, 100)).isEqualTo(1);
	}

	@Test
	void clientsAreToldOverATimeThatGrowsWithTheirNumber() throws IOException {
		for (int i = 0; i < 3; i++) {
			connect();
		}
		this.webSockets.announceClose(this.protocol.endpoint().openConnections());
		restart(0, NEVER);
		assertThat(this.protocol.endpoint().openConnections()).allSatisfy(WebSocketsTests::assertOpen);
		restart(20, NEVER);
		for (RawWebSocket client : this.clients) {
			assertThat(client.read()).isEqualTo("close 1012");
		}
	}

	@Test
	void clientsAreToldSoonerIfTheWholeClusterStops() throws IOException {
		for (int i = 0; i < 3; i++) {
			connect();
		}
		this.webSockets.announceClose(this.protocol.endpoint().openConnections());
		restart(0, 40);
		for (RawWebSocket client : this.clients) {
			assertThat(client.read()).isEqualTo("close 1012");
		}
	}

	/**
	 * Tomcat gives a close 50 ms, and then cuts the connection.
	 */
	@Test
	void messageOnItsWayToASlowClientArrivesBeforeTheClose() throws IOException {
		RawWebSocket client = connect();
		client.send("big");
		Await.until("the message to be on its way", () -> isWriting());
		this.webSockets.announceClose(this.protocol.endpoint().openConnections());
		for (int i = 0; i < 20; i++) {
			restart(1000, NEVER);
		}
		assertThat(client.read()).hasSize(BIG);
		Await.until("the end of the message", () -> !isWriting());
		awaitClose(client);
		assertThat(client.read()).isEqualTo("close 1012");
	}

	@Test
	void messageThatIsBeingDealtWithIsAnsweredBeforeTheClose() throws IOException {
		mayAnswer = new CountDownLatch(1);
		RawWebSocket client = connect();
		client.send("wait");
		Await.until("the message", () -> Echo.waiting);
		this.webSockets.announceClose(this.protocol.endpoint().openConnections());
		restart(1000, NEVER);
		mayAnswer.countDown();
		assertThat(client.read()).isEqualTo("wait");
		Await.until("the end of the answer", () -> !Echo.waiting);
		awaitClose(client);
		assertThat(client.read()).isEqualTo("close 1012");
	}

	private static void assertOpen(SocketWrapperBase<NioChannel> connection) {
		assertThat(connection.getCurrentProcessor()).asInstanceOf(InstanceOfAssertFactories.type(Processor.class))
			.extracting("upgradeToken.httpUpgradeHandler.wsSession.open")
			.isEqualTo(true);
	}

	/**
	 * As a drain does, again and again: the thread that was busy with the connection may
	 * not be done with it yet.
	 */
	private void awaitClose(RawWebSocket client) {
		Await.until("the close", () -> {
			restart(1000, NEVER);
			return client.hasAnswer();
		});
	}

	private boolean isWriting() {
		return this.protocol.endpoint()
			.openConnections()
			.stream()
			.anyMatch((connection) -> ((HandedConnection) connection).isWriting());
	}

	private void restart(long sinceMillis, long idleMillis) {
		this.webSockets.restart(this.protocol.endpoint().openConnections(), sinceMillis, 10, idleMillis);
	}

	private RawWebSocket connect() throws IOException {
		RawWebSocket client = new RawWebSocket(this.listener.port());
		this.clients.add(client);
		client.send("hello");
		assertThat(client.read()).isEqualTo("hello");
		int count = this.clients.size();
		Await.until("the poller to have the connections",
				() -> this.protocol.endpoint()
					.openConnections()
					.stream()
					.filter((connection) -> connection.getCurrentProcessor() != null)
					.count() == count);
		return client;
	}

	/**
	 * Sends messages back, or something long.
	 */
	public static final class Echo extends Endpoint {

		private static volatile boolean waiting;

		@Override
		public void onOpen(Session session, EndpointConfig config) {
			session.addMessageHandler(String.class,
					(MessageHandler.Whole<String>) (message) -> answer(session, message));
		}

		private static void answer(Session session, String message) {
			if (message.equals("big")) {
				session.getAsyncRemote().sendText("x".repeat(BIG));
				return;
			}
			try {
				if (message.equals("wait")) {
					waiting = true;
					Await.until("the test", () -> mayAnswer.getCount() == 0);
				}
				session.getBasicRemote().sendText(message);
				waiting = false;
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}

	}

}
