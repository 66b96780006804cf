// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.worker;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

import dev.bootcluster.BalancingPolicy;
import dev.bootcluster.test.Await;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/**
 * Connections that a balancer has introduced move with what it has told.
 */
class IntroducedMigrationTests {

	private static final byte[] HEADER = ProxyHeaders.version2("192.0.2.1", "198.51.100.2", 50123, 443);

	private static final String TOLD = " /who 192.0.2.1:50123 to 198.51.100.2:443 true";

	@TempDir
	private Path directory;

	private MovingStage stage;

	@AfterEach
	void stop() throws Exception {
		this.stage.close();
	}

	private MovingStage.Member start() throws Exception {
		this.stage = new MovingStage(this.directory);
		return worker(1);
	}

	private MovingStage.Member worker(int number) throws Exception {
		return this.stage.worker(number, HandoffProtocol::expectProxyProtocol);
	}

	@ParameterizedTest
	@MethodSource
	void clientKeepsItsAddressInEveryWorker(byte[] header, String told) throws Exception {
		MovingStage.Member current = start();
		KeepAliveClient client = this.stage.client();
		client.send(header);
		assertThat(client.get("/who").body()).isEqualTo("1" + told);
		for (int number = 2; number < 5; number++) {
			MovingStage.Member next = worker(number);
			current.drainAll();
			for (int i = 0; i < 2; i++) {
				KeepAliveClient.Answer answer = client.get("/who");
				assertThat(answer.body()).isEqualTo(number + told);
				assertThat(answer.closes()).isFalse();
			}
			current = next;
		}
	}

	static Stream<Arguments> clientKeepsItsAddressInEveryWorker() {
		return Stream.of(arguments(HEADER, TOLD),
				arguments(ProxyHeaders.line("PROXY TCP4 192.0.2.1 198.51.100.2 50123 443\r\n"), TOLD),
				arguments(ProxyHeaders.line("PROXY TCP6 2001:db8::1 2001:db8::2 65535 443\r\n"),
						" /who 2001:db8:0:0:0:0:0:1:65535 to 2001:db8:0:0:0:0:0:2:443 true"),
				arguments(
						ProxyHeaders.block("21", "21",
								ProxyHeaders.addresses("2001:db8::1", "2001:db8::2", 7, 443, 300)),
						" /who 2001:db8:0:0:0:0:0:1:7 to 2001:db8:0:0:0:0:0:2:443 true"));
	}

	@Test
	void ownAddressHoldsInEveryWorkerIfNoneIsTold() throws Exception {
		MovingStage.Member first = start();
		KeepAliveClient client = this.stage.client();
		client.send(ProxyHeaders.line("PROXY UNKNOWN\r\n"));
		String told = client.get("/who").body().substring(1);
		assertThat(told).startsWith(" /who 127.0.0.1:" + client.port()).endsWith(" true");
		worker(2);
		first.drainAll();
		assertThat(client.get("/who").body()).isEqualTo("2" + told);
	}

	@Test
	void busyConnectionMovesAfterItsAnswer() throws Exception {
		MovingStage.Member first = start();
		KeepAliveClient client = this.stage.client();
		client.send(HEADER);
		client.send(KeepAliveClient.request("/slow"));
		Await.until("the request", () -> first.slow == 1);
		worker(2);
		first.drain();
		first.mayEnd = true;
		assertThat(client.read().closes()).isFalse();
		Await.until("the connection to leave", () -> first.connections() == 0);
		assertThat(client.get("/who").body()).isEqualTo("2" + TOLD);
	}

	@Test
	void headerOfWhichPartWasReadIsReadToItsEnd() throws Exception {
		MovingStage.Member first = start();
		KeepAliveClient client = this.stage.client();
		client.send(Arrays.copyOf(HEADER, 20));
		Await.until("half a header", () -> {
			List<HandedConnection> connections = first.protocol.endpoint().handedConnections().toList();
			return connections.size() == 1 && connections.get(0).isBeingIntroduced();
		});
		worker(2);
		first.drain();
		first.port.traffic().moveIdle(300);
		assertThat(first.connections()).isEqualTo(1);
		client.send(concat(Arrays.copyOfRange(HEADER, 20, HEADER.length), KeepAliveClient.request("/who")));
		KeepAliveClient.Answer answer = client.read();
		assertThat(answer.body()).isEqualTo("1" + TOLD);
		assertThat(answer.closes()).isFalse();
		first.drainAll();
		assertThat(client.get("/who").body()).isEqualTo("2" + TOLD);
	}

	/**
	 * The kernel waits a second for bytes before it lets anybody accept such a one.
	 */
	@Test
	void connectionThatSaysNothingIsIntroducedElsewhere() throws Exception {
		MovingStage.Member first = start();
		KeepAliveClient client = this.stage.client();
		Await.until("the connection", () -> first.connections() == 1);
		worker(2);
		first.drainAll();
		client.send(HEADER);
		assertThat(client.get("/who").body()).isEqualTo("2" + TOLD);
	}

	@Test
	void nobodyIsIntroducedTwice() throws Exception {
		MovingStage.Member first = start();
		KeepAliveClient client = this.stage.client();
		client.send(HEADER);
		client.get("/a");
		worker(2);
		first.drainAll();
		client.send(ProxyHeaders.line("PROXY TCP4 127.0.0.1 127.0.0.1 1 2\r\n"));
		assertThat(client.read().head()).startsWith("HTTP/1.1 400 ");
	}

	@Test
	void workerWithoutABalancerBelievesNothing() throws Exception {
		MovingStage.Member first = start();
		KeepAliveClient client = this.stage.client();
		client.send(HEADER);
		client.get("/a");
		this.stage.worker(2);
		first.drainAll();
		assertThat(client.get("/who").body()).startsWith("2 /who 127.0.0.1:" + client.port()).endsWith(" null");
	}

	@Test
	void connectionThatWasServedBeforeNeedsNoHeader() throws Exception {
		this.stage = new MovingStage(this.directory);
		MovingStage.Member first = this.stage.worker(1);
		KeepAliveClient client = this.stage.client();
		client.get("/a");
		worker(2);
		first.drainAll();
		assertThat(client.get("/who").body()).startsWith("2 /who 127.0.0.1:" + client.port()).endsWith(" true");
	}

	@Test
	void requestReachesItsSessionBehindAHeader() throws Exception {
		this.stage = new MovingStage(this.directory, BalancingPolicy.STICKY);
		worker(1);
		worker(2);
		for (int home = 1; home <= 2; home++) {
			String request = "GET /who HTTP/1.1\r\nHost: localhost\r\nCookie: JSESSIONID=A0.%1$d-%1$d\r\n\r\n"
				.formatted(home);
			for (byte[] header : List.of(HEADER,
					ProxyHeaders.line("PROXY TCP4 192.0.2.1 198.51.100.2 50123 443\r\n"))) {
				KeepAliveClient client = this.stage.client();
				client.send(concat(header, request));
				assertThat(client.read().body()).isEqualTo(home + TOLD);
				int other = 3 - home;
				client.send(request.replace("%1$d-%1$d".formatted(home), "%1$d-%1$d".formatted(other)));
				assertThat(client.read().body()).isEqualTo(other + TOLD);
			}
			KeepAliveClient pieces = this.stage.client();
			byte[] all = concat(HEADER, request);
			for (byte next : all) {
				pieces.send(new byte[] { next });
			}
			assertThat(pieces.read().body()).isEqualTo(home + TOLD);
		}
	}

	private static byte[] concat(byte[] header, String request) {
		byte[] all = Arrays.copyOf(header, header.length + request.length());
		System.arraycopy(request.getBytes(StandardCharsets.US_ASCII), 0, all, header.length, request.length());
		return all;
	}

}
