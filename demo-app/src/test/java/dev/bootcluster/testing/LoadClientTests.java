// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.Map;
import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static dev.bootcluster.testing.ScriptedLoad.assertOnly;
import static dev.bootcluster.testing.ScriptedLoad.assertOnlyOutcomes;
import static dev.bootcluster.testing.ScriptedLoad.keepAlive;
import static dev.bootcluster.testing.ScriptedLoad.run;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link LoadClient}: each misbehaviour of a server is counted in its own
 * column and in no other.
 */
@Timeout(60)
class LoadClientTests {

	private static final ScriptedServer.Script POLITE = (peer) -> {
		while (true) {
			peer.read();
			peer.answerHello();
		}
	};

	@Test
	void goodAnswersAreOkAndCountedByProcess() throws IOException {
		LoadReport report = keepAlive(10, POLITE);
		assertOnly(report, Outcome.OK, 10);
		assertThat(report.pids()).containsExactly(Map.entry(42L, 10L));
		assertThat(report.connections()).isEqualTo(1);
		assertThat(report.latency().max()).isPositive().isGreaterThanOrEqualTo(report.latency().p99());
		assertThat(report.firstFailures()).isEmpty();
	}

	@Test
	void newConnectionClientsOpenOneForEachRequest() throws IOException {
		try (ScriptedServer server = new ScriptedServer((peer) -> {
			assertThat(peer.read()).contains("Connection: close\r\n");
			peer.answerHello("Connection: close");
		})) {
			LoadReport report = LoadClient.on(server.port()).newConnections(2).requests(10).start().await();
			assertOnly(report, Outcome.OK, 10);
			assertThat(report.connections()).isEqualTo(10);
			assertThat(report.announcedCloses()).isZero();
			assertThat(server.connections()).isEqualTo(10);
		}
	}

	@Test
	void closedPortIsRefused() throws IOException {
		int port;
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
			port = socket.getLocalPort();
		}
		assertOnly(LoadClient.on(port).keepAlive(1).requests(3).start().await(), Outcome.REFUSED, 3);
		assertOnly(LoadClient.on(port).newConnections(1).requests(3).start().await(), Outcome.REFUSED, 3);
	}

	@Test
	void resetBeforeTheAnswerIsReset() throws IOException {
		assertOnly(keepAlive(3, (peer) -> {
			peer.read();
			peer.reset();
		}), Outcome.RESET, 3);
	}

	@Test
	void resetInTheMiddleOfTheAnswerIsReset() throws IOException {
		assertOnly(keepAlive(3, (peer) -> {
			peer.read();
			peer.write("HTTP/1.1 200 OK\r\nContent-Length: 21\r\n\r\nHandled");
			peer.reset();
		}), Outcome.RESET, 3);
	}

	@Test
	void resetInTheMiddleOfTheRequestIsReset() throws IOException {
		LoadReport report = run(3, (load) -> load.workload(bytes(20_000_000)), (peer) -> {
			peer.readByte();
			peer.reset();
		});
		assertOnly(report, Outcome.RESET, 3);
	}

	@Test
	void silenceTimesOut() throws IOException {
		assertOnly(run(2, (load) -> load.timeout(Duration.ofMillis(100)), (peer) -> {
			peer.read();
			peer.read();
		}), Outcome.TIMED_OUT, 2);
	}

	@Test
	void answerThatTricklesTimesOut() throws IOException {
		assertOnly(run(1, (load) -> load.timeout(Duration.ofMillis(300)), (peer) -> {
			peer.read();
			while (true) {
				peer.write("HTTP/1.1 100 Continue\r\n\r\n");
				Await.pause(Duration.ofMillis(50));
			}
		}), Outcome.TIMED_OUT, 1);
	}

	@Test
	void serverThatDoesNotReadTimesOut() throws IOException {
		assertOnly(run(1, (load) -> load.timeout(Duration.ofMillis(300)).workload(bytes(20_000_000)), (peer) -> {
			peer.readByte();
			Await.pause(Duration.ofSeconds(2));
		}), Outcome.TIMED_OUT, 1);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "HTTP/1.1 2", "HTTP/1.1 200 OK\r\nContent-Length: 21\r\n",
			"HTTP/1.1 200 OK\r\nContent-Length: 21\r\n\r\nHandled by process 4",
			"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n15\r\nHandled by process 4",
			"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n15\r\nHandled by process 42\r\n",
			"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n15\r\nHandled by process 42\r\n0\r\n" })
	void closeBeforeTheEndOfTheAnswerIsTruncated(String part) throws IOException {
		assertOnly(keepAlive(3, (peer) -> {
			peer.read();
			peer.write(part);
		}), Outcome.TRUNCATED, 3);
	}

	@Test
	void closeInTheMiddleOfALaterAnswerIsTruncated() throws IOException {
		LoadReport report = keepAlive(2, (peer) -> {
			peer.read();
			peer.answerHello();
			peer.read();
			peer.write("H");
		});
		assertThat(report.truncated()).isEqualTo(1);
		assertOnly(report, Outcome.TRUNCATED, 1, Outcome.OK, 1);
	}

	@ParameterizedTest
	@CsvSource({ "500, SERVER_ERROR", "503, UNAVAILABLE", "504, SERVER_ERROR" })
	void serverErrorIsCountedApartAndKeepsItsConnection(int status, Outcome outcome) throws IOException {
		LoadReport report = keepAlive(3, (peer) -> {
			while (true) {
				peer.read();
				peer.answer(status, "sorry");
			}
		});
		assertOnly(report, outcome, 3);
		assertThat(report.connections()).isEqualTo(1);
	}

	@ParameterizedTest
	@ValueSource(ints = { 302, 404, 429 })
	void otherStatusIsCountedApart(int status) throws IOException {
		assertOnly(keepAlive(3, (peer) -> {
			while (true) {
				peer.read();
				peer.answer(status, "Handled by process 42");
			}
		}), Outcome.OTHER_STATUS, 3);
	}

	@ParameterizedTest
	@ValueSource(strings = { "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nwrong", "SSH-2.0-OpenSSH_9.2\r\n",
			"HTTP/1.0 200 OK\r\nContent-Length: 21\r\n\r\nHandled by process 42",
			"HTTP/1.1 200 OK\nContent-Length: 21\n\nHandled by process 42",
			"HTTP/1.1 200 OK\r\nContent-Length : 21\r\n\r\nHandled by process 42",
			"HTTP/1.1 200 OK\r\nContent-Length: 21\r\nContent-Length: 22\r\n\r\nHandled by process 42",
			"HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\nHandled by process 42",
			"HTTP/1.1 200 OK\r\nContent-Length: 21\r\nTransfer-Encoding: chunked\r\n\r\nHandled by process 42",
			"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n14\r\nHandled by process 42\r\n0\r\n\r\n",
			"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nx\r\n",
			"HTTP/1.1 200 OK\r\n\r\nHandled by process 42",
			"HTTP/1.1 200 OK\r\nContent-Length: 21\r\n\r\nHandled by process 42HTTP/1.1 200 OK\r\n" })
	void anythingButTheExpectedAnswerIsWrong(String answer) throws IOException {
		assertOnly(keepAlive(3, (peer) -> {
			while (true) {
				peer.read();
				peer.write(answer);
			}
		}), Outcome.WRONG, 3);
	}

	@Test
	void bytesThatNobodyAskedForAreWrong() throws IOException {
		LoadReport report = run(2, (load) -> load.thinkTime(Duration.ofMillis(200)), (peer) -> {
			peer.read();
			peer.answerHello();
			Await.pause(Duration.ofMillis(50));
			peer.answer(408, "");
			peer.read();
		});
		assertOnly(report, Outcome.WRONG, 1, Outcome.OK, 1);
	}

	@Test
	void silentCloseThatIsSeenBeforeTheNextRequestIsNoFailure() throws IOException {
		LoadReport report = run(3, (load) -> load.thinkTime(Duration.ofMillis(200)), (peer) -> {
			peer.read();
			peer.answerHello();
		});
		assertOnlyOutcomes(report, Map.of(Outcome.OK, 3L));
		assertThat(report.closedIdle()).isEqualTo(2);
		assertThat(report.announcedCloses()).isZero();
		assertThat(report.connections()).isEqualTo(3);
	}

	@Test
	void silentCloseThatTheNextRequestMeetsIsReset() throws IOException {
		LoadReport report = keepAlive(2, (peer) -> {
			peer.read();
			peer.answerHello();
			peer.read();
		});
		assertOnly(report, Outcome.RESET, 1, Outcome.OK, 1);
		assertThat(report.firstFailures()).singleElement().satisfies((failure) -> {
			assertThat(failure.localPort()).isPositive();
			assertThat(failure.toString()).contains("GET /hello").contains("request 2 of its connection");
		});
	}

	@Test
	void silentResetThatTheNextRequestMeetsIsReset() throws IOException {
		assertOnly(keepAlive(2, (peer) -> {
			peer.read();
			peer.answerHello();
			peer.readByte();
			peer.reset();
		}), Outcome.RESET, 1, Outcome.OK, 1);
	}

	@Test
	void announcedCloseIsNoFailure() throws IOException {
		LoadReport report = keepAlive(3, (peer) -> {
			peer.read();
			peer.answerHello("Connection: foo, Close");
		});
		assertOnlyOutcomes(report, Map.of(Outcome.OK, 3L));
		assertThat(report.announcedCloses()).isEqualTo(3);
		assertThat(report.closedIdle()).isZero();
		assertThat(report.connections()).isEqualTo(3);
	}

	@Test
	void interimAnswersAreSkipped() throws IOException {
		assertOnly(keepAlive(2, (peer) -> {
			while (true) {
				peer.read();
				peer.write("HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n");
				peer.answerHello();
			}
		}), Outcome.OK, 2);
	}

	@Test
	void answerThatComesBeforeTheWholeRequestIsRead() throws IOException {
		assertOnly(run(1, (load) -> load.workload(bytes(20_000_000)), (peer) -> {
			peer.readByte();
			peer.answer(413, "too big");
			// A close with unread bytes would reset the connection and lose the answer.
			peer.read();
		}), Outcome.OTHER_STATUS, 1);
	}

	@Test
	void runsUntilItIsStopped() throws IOException {
		try (ScriptedServer server = new ScriptedServer(POLITE)) {
			LoadClient load = LoadClient.on(server.port()).keepAlive(4).newConnections(2).start();
			load.awaitRequests(500);
			LoadReport report = load.stop();
			assertThat(report.requests()).isGreaterThanOrEqualTo(500);
			assertThat(report.failures()).as(report.toString()).isZero();
			assertThat(load.report().requests()).isEqualTo(report.requests());
		}
	}

	@Test
	void reportShowsAllCountsApart() throws IOException {
		assertThat(keepAlive(2, POLITE).toString()).contains("ok 2, refused 0, reset 0, timed out 0, truncated 0, "
				+ "wrong 0, unavailable 0, server errors 0, other status 0; closed idle 0, announced closes 0, connections 1");
	}

	@Test
	void faultOfTheTestItselfIsNotBlamedOnTheServer() throws IOException {
		try (ScriptedServer server = new ScriptedServer(POLITE)) {
			LoadClient load = LoadClient.on(server.port()).keepAlive(1).workload(bytes(-1)).start();
			assertThatIllegalStateException().isThrownBy(() -> load.awaitRequests(1))
				.withRootCauseInstanceOf(NegativeArraySizeException.class);
		}
	}

	private static Workload bytes(int size) {
		return new Workload() {

			@Override
			public Request next(Random random) {
				return Request.post("/echo", "application/octet-stream", new byte[size]);
			}

			@Override
			public String problem(Request request, Response response) {
				return "not expected to get here";
			}

		};
	}

}
