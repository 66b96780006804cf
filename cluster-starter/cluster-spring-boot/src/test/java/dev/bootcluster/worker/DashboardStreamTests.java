// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.worker;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

import dev.bootcluster.actuate.FakeCluster;
import dev.bootcluster.dashboard.DashboardFilter;
import dev.bootcluster.dashboard.DashboardStreams;
import dev.bootcluster.dashboard.FakeHistory;
import dev.bootcluster.ipc.FromPrimary;
import dev.bootcluster.test.Await;
import jakarta.servlet.http.HttpServlet;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleException;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.startup.Tomcat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the dashboard's streams in a worker's Tomcat, above all for how they end.
 */
class DashboardStreamTests {

	private static final String CUT = "test.cut";

	@TempDir
	private Path directory;

	private final FakeHistory history = new FakeHistory();

	private final DashboardStreams streams = new DashboardStreams(this.history.with(new FakeCluster()));

	private final HandoffProtocol protocol = new HandoffProtocol();

	private final Traffic traffic = new Traffic(this.protocol.endpoint());

	private final RequestProgress progress = new RequestProgress();

	private final Tomcat tomcat = new Tomcat();

	private final List<Socket> clients = new ArrayList<>();

	private HandedConnections listener;

	@BeforeEach
	void start() throws Exception {
		this.tomcat.setBaseDir(this.directory.toString());
		Connector connector = new Connector(this.protocol);
		connector.setPort(8080);
		this.tomcat.setConnector(connector);
		this.tomcat.getEngine().getPipeline().addValve(new CutValve("/actuator", CUT));
		this.tomcat.getEngine().getPipeline().addValve(this.progress);
		Context context = this.tomcat.addContext("", null);
		RelayDoor.add(context, "dashboard", new DashboardFilter(() -> Optional.of("/actuator/cluster/dashboard"),
				Optional::empty, this.streams, RequestProgress.UNCOUNTED, CUT));
		Tomcat.addServlet(context, "application", new HttpServlet() {
		}).setAsyncSupported(true);
		context.addServletMappingDecoded("/", "application");
		this.tomcat.start();
		this.listener = new HandedConnections(this.protocol);
	}

	@AfterEach
	void stop() throws IOException, LifecycleException {
		for (Socket client : this.clients) {
			client.close();
		}
		this.listener.close();
		this.tomcat.stop();
		this.tomcat.destroy();
	}

	@Test
	void streamTellsWhatComesAndHoldsNoThread() throws IOException {
		this.history.sample();
		BufferedReader stream = stream(open());
		await(stream, "\"id\":1,");
		assertThat(this.progress.executing()).isZero();
		this.history.sample();
		await(stream, "\"id\":2,");
	}

	@Test
	void drainDoesNotWaitForAReader() throws IOException {
		BufferedReader stream = stream(open());
		await(stream, "event: hello");
		assertThat(drain(Duration.ofMinutes(1))).as("cut at the deadline").isZero();
		assertEnds(stream);
		assertThat(this.progress.completed()).as("requests of clients").isZero();
		assertThat(this.progress.errors()).isZero();
		assertThat(this.progress.times()).isEqualTo(ResponseTimes.Percentiles.NONE);
	}

	@Test
	void drainDoesNotWaitForOneThatDoesNotRead() throws IOException {
		openUnread();
		assertThat(drain(Duration.ofMinutes(1))).isZero();
		assertThat(this.progress.errors()).as("errors").isZero();
	}

	@Test
	void readerThatIsTooSlowIsCutOff() throws IOException {
		openUnread();
		awaitWhile(this::print, 0);
		assertThat(this.progress.errors()).isZero();
	}

	@Test
	void readerThatLeavesIsForgotten() throws IOException {
		Socket client = open();
		await(stream(client), "event: hello");
		client.close();
		awaitWhile(this.history::sample, 0);
		assertThat(this.progress.errors()).isZero();
	}

	@Test
	void thereAreOnlySoManyStreams() throws IOException {
		for (int count = 0; count < 16; count++) {
			await(stream(open()), "event: hello");
		}
		assertThat(stream(open()).readLine()).isEqualTo("HTTP/1.1 503 ");
		this.clients.get(0).close();
		awaitWhile(this.history::sample, 15);
		assertThat(stream(open()).readLine()).isEqualTo("HTTP/1.1 200 ");
	}

	/**
	 * Wait for the number of connections while there is something to tell.
	 */
	private void awaitWhile(Runnable news, int connections) {
		AtomicInteger turns = new AtomicInteger();
		Await.until(connections + " connections", () -> {
			if (turns.incrementAndGet() % 100 == 0) {
				news.run();
			}
			return this.traffic.connections() == connections;
		});
	}

	@Test
	void drainingWorkerSendsReadersElsewhereAtOnce() throws IOException {
		this.streams.close();
		BufferedReader stream = stream(open());
		assertThat(stream.readLine()).isEqualTo("HTTP/1.1 200 ");
		assertEnds(stream);
	}

	private int drain(Duration timeout) {
		return new Drain(new FromPrimary.Drain(timeout.toMillis(), timeout.toMillis(), 0)).run(new Drain.Service() {

			@Override
			public void closeIntake() {
				// The test opens no more.
			}

			@Override
			public long handoffs() {
				return 0;
			}

			@Override
			public void announceClose() {
				DashboardStreamTests.this.traffic.announceClose();
			}

			@Override
			public void moveIdle(long patienceMillis) {
				DashboardStreamTests.this.traffic.moveIdle(patienceMillis);
			}

			@Override
			public void stopMoving() {
				DashboardStreamTests.this.traffic.stopMoving();
			}

			@Override
			public void endStreams() {
				DashboardStreamTests.this.streams.close();
			}

			@Override
			public void endEvents() {
				// There are none.
			}

			@Override
			public void closeIdle(long idleMillis) {
				DashboardStreamTests.this.traffic.closeIdle(idleMillis);
			}

			@Override
			public int connections() {
				return DashboardStreamTests.this.traffic.connections();
			}

		});
	}

	private Socket open() throws IOException {
		return open(new Socket(InetAddress.getLoopbackAddress(), this.listener.port()));
	}

	private Socket open(Socket client) throws IOException {
		this.clients.add(client);
		client.setSoTimeout(20_000);
		client.getOutputStream()
			.write("GET /actuator/cluster/dashboard/stream?log=0 HTTP/1.1\r\nHost: localhost\r\n\r\n"
				.getBytes(StandardCharsets.US_ASCII));
		return client;
	}

	/**
	 * A client that does not read, with more to read than the kernel takes.
	 */
	private void openUnread() throws IOException {
		Socket client = new Socket();
		client.setReceiveBufferSize(4096);
		client.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), this.listener.port()));
		for (int count = 0; count < 20; count++) {
			print();
		}
		open(client);
		Await.until("the connection", () -> this.traffic.connections() == 1);
	}

	private void print() {
		this.history.print(1, "x".repeat(500_000));
	}

	private static BufferedReader stream(Socket client) throws IOException {
		return new BufferedReader(new InputStreamReader(client.getInputStream(), StandardCharsets.UTF_8));
	}

	private static void await(BufferedReader stream, String text) throws IOException {
		String line;
		do {
			line = stream.readLine();
			assertThat(line).as("before '%s'", text).isNotNull();
		}
		while (!line.contains(text));
	}

	/**
	 * Read to the end, or until the client's patience ends.
	 */
	private static void assertEnds(BufferedReader stream) throws IOException {
		assertThat(stream.lines().count()).isNotNegative();
	}

}
