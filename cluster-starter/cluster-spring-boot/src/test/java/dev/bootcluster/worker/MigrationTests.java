// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.worker;

import java.io.IOException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import dev.bootcluster.BalancingPolicy;
import dev.bootcluster.ipc.ConnectionNote;
import dev.bootcluster.test.Await;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Established connections move from one worker to another, and their clients notice
 * nothing.
 */
class MigrationTests {

	@TempDir
	private Path directory;

	private MovingStage stage;

	private MovingStage.Member first;

	@BeforeEach
	void start() throws Exception {
		this.stage = new MovingStage(this.directory);
		this.first = this.stage.worker(1, (protocol) -> protocol.setMaxKeepAliveRequests(-1));
	}

	@AfterEach
	void stop() throws Exception {
		this.stage.close();
	}

	private MovingStage.Member second() throws Exception {
		return this.stage.worker(2, (protocol) -> protocol.setMaxKeepAliveRequests(-1));
	}

	@Test
	void idleConnectionIsServedByAnotherWorkerAsIfNothingHadHappened() throws Exception {
		KeepAliveClient client = this.stage.client();
		assertThat(client.get("/a").body()).isEqualTo("1 /a");
		MovingStage.Member second = second();
		this.first.drainAll();
		assertThat(client.get("/b").body()).isEqualTo("2 /b");
		assertThat(client.get("/c").closes()).isFalse();
		assertThat(second.connections()).isEqualTo(1);
		assertThat(second.port.migratedIn()).isEqualTo(1);
		assertThat(this.first.port.migratedOut()).isEqualTo(1);
		assertThat(this.first.port.migratedIn() + second.port.migratedOut()).isZero();
		assertThat(this.first.protocol.endpoint().getConnectionCount()).as("counted connections").isZero();
	}

	@Test
	void connectionMovesAgainAndAgain() throws Exception {
		KeepAliveClient client = this.stage.client();
		assertThat(client.get("/0").body()).isEqualTo("1 /0");
		MovingStage.Member current = this.first;
		for (int number = 2; number < 6; number++) {
			MovingStage.Member next = this.stage.worker(number);
			current.drainAll();
			assertThat(client.get("/" + number).body()).isEqualTo("%d /%d".formatted(number, number));
			current = next;
		}
	}

	@Test
	void bytesThatArriveWhileItMovesAreNotLost() throws Exception {
		List<KeepAliveClient> clients = new ArrayList<>();
		for (int i = 0; i < 50; i++) {
			clients.add(this.stage.client());
			clients.get(i).get("/a");
		}
		second();
		Thread drain = new Thread(this.first::drainAll);
		drain.start();
		for (int round = 0; round < 20; round++) {
			for (KeepAliveClient client : clients) {
				client.send(KeepAliveClient.request("/" + client.port()));
			}
			for (KeepAliveClient client : clients) {
				KeepAliveClient.Answer answer = client.read();
				assertThat(answer.body()).endsWith(" /" + client.port());
				assertThat(answer.closes()).isFalse();
			}
		}
		drain.join();
		for (KeepAliveClient client : clients) {
			assertThat(client.get("/b").body()).isEqualTo("2 /b");
		}
	}

	@Test
	void busyConnectionMovesAfterItsAnswer() throws Exception {
		KeepAliveClient client = this.stage.client();
		client.send(KeepAliveClient.request("/slow"));
		Await.until("the request", () -> this.first.slow == 1);
		second();
		this.first.drain();
		assertThat(this.first.connections()).isEqualTo(1);
		this.first.mayEnd = true;
		KeepAliveClient.Answer answer = client.read();
		assertThat(answer.body()).isEqualTo("1 /slow");
		assertThat(answer.closes()).isFalse();
		Await.until("the connection to leave", () -> this.first.connections() == 0);
		assertThat(client.get("/b").body()).isEqualTo("2 /b");
	}

	@Test
	void pipelinedRequestsAreAnsweredInOrder() throws Exception {
		KeepAliveClient client = this.stage.client();
		client.send(KeepAliveClient.request("/slow") + KeepAliveClient.request("/b") + KeepAliveClient.request("/c"));
		Await.until("the request", () -> this.first.slow == 1);
		second();
		this.first.drain();
		this.first.mayEnd = true;
		assertThat(client.read().body()).isEqualTo("1 /slow");
		assertThat(client.read().body()).endsWith(" /b");
		assertThat(client.read().body()).endsWith(" /c");
		this.first.drainAll();
		assertThat(client.get("/d").body()).isEqualTo("2 /d");
	}

	@Test
	void halfARequestIsServedWhereItsFirstHalfWasRead() throws Exception {
		KeepAliveClient client = this.stage.client();
		client.get("/a");
		client.send("GET /half HTTP/1.1\r\nHo");
		HandedConnection connection = this.first.protocol.endpoint().handedConnections().findFirst().orElseThrow();
		Await.until("the first half", () -> connection.getCurrentProcessor() != null);
		second();
		this.first.drain();
		this.first.port.traffic().moveIdle(300);
		assertThat(this.first.connections()).isEqualTo(1);
		client.send("st: localhost\r\n\r\n");
		KeepAliveClient.Answer answer = client.read();
		assertThat(answer.body()).isEqualTo("1 /half");
		assertThat(answer.closes()).isFalse();
		this.first.drainAll();
		assertThat(client.get("/b").body()).isEqualTo("2 /b");
	}

	@Test
	void whatWasReadTravelsWithTheConnection() throws Exception {
		KeepAliveClient client = this.stage.client();
		client.get("/a");
		second();
		int count = 700;
		StringBuilder read = new StringBuilder();
		for (int i = 0; i < count; i++) {
			read.append(KeepAliveClient.request("/%d".formatted(i)));
		}
		// Much more than Tomcat's buffer, and the last request is not complete.
		read.append("GET /last HT");
		assertThat(read.length()).isBetween(16 * 1024, ConnectionNote.MAX_READ);
		assertThat(move(2, read.toString())).isTrue();
		for (int i = 0; i < count; i++) {
			assertThat(client.read().body()).isEqualTo("2 /%d".formatted(i));
		}
		client.send("TP/1.1\r\nHost: localhost\r\n\r\n");
		assertThat(client.read().body()).isEqualTo("2 /last");
	}

	@Test
	void connectionOfWhichTooMuchWasReadStays() throws Exception {
		KeepAliveClient client = this.stage.client();
		client.get("/a");
		second();
		assertThat(move(2, "x".repeat(ConnectionNote.MAX_READ + 1))).isFalse();
		assertThat(client.get("/b").body()).isEqualTo("1 /b");
	}

	private boolean move(int slot, String read) {
		HandedConnection connection = this.first.protocol.endpoint().handedConnections().findFirst().orElseThrow();
		connection.getLock().lock();
		try {
			assertThat(connection.isAtRest()).isTrue();
			return connection.moveTo(slot, read.getBytes(StandardCharsets.US_ASCII));
		}
		finally {
			connection.getLock().unlock();
		}
	}

	@Test
	void limitOfRequestsHoldsForAllWorkersTogether() throws Exception {
		this.first.protocol.setMaxKeepAliveRequests(5);
		KeepAliveClient client = this.stage.client();
		for (int i = 0; i < 3; i++) {
			assertThat(client.get("/a").closes()).isFalse();
		}
		this.stage.worker(2, (protocol) -> protocol.setMaxKeepAliveRequests(100));
		this.first.drainAll();
		assertThat(client.get("/b").closes()).isFalse();
		KeepAliveClient.Answer last = client.get("/c");
		assertThat(last.body()).isEqualTo("2 /c");
		assertThat(last.closes()).isTrue();
	}

	@Test
	void movedConnectionWaitsAsLongAsTheKeepAliveTimeout() throws Exception {
		KeepAliveClient client = this.stage.client();
		client.get("/a");
		MovingStage.Member second = this.stage.worker(2, (protocol) -> {
			protocol.setConnectionTimeout(60_000);
			protocol.setKeepAliveTimeout(500);
			protocol.endpoint().setSelectorTimeout(50);
		});
		this.first.drainAll();
		assertThat(client.awaitEnd()).isTrue();
		Await.until("the end", () -> second.connections() == 0);
	}

	@Test
	void connectionThatWaitsInThePrimaryWhenTheClusterEndsIsAnswered() throws Exception {
		KeepAliveClient client = this.stage.client();
		client.get("/a");
		this.stage.worker(2, (protocol) -> protocol.setMaxConnections(1));
		assertThat(this.stage.client().get("/a").body()).isEqualTo("2 /a");
		this.first.drainAll();
		// The other worker has to refuse it before the primary knows that it is full.
		Await.until("the connection", () -> this.stage.handoff.stats().pending() == 1);
		this.stage.handoff.reject();
		KeepAliveClient.Answer answer = client.get("/b");
		assertThat(answer.head()).startsWith("HTTP/1.1 503 ");
		assertThat(answer.closes()).isTrue();
	}

	@Test
	void refusedConnectionIsServedAsBefore() throws Exception {
		KeepAliveClient client = this.stage.client();
		client.get("/a");
		this.stage.handoff.reject();
		this.first.drain();
		Await.until("the refusal", () -> {
			this.first.departures().moveIdle(300);
			return !this.first.departures().isLeaving();
		});
		Await.until("the connection", () -> this.first.departures().underWay() == 0);
		assertThat(this.first.connections()).isEqualTo(1);
		this.first.port.traffic().moveIdle(300);
		KeepAliveClient.Answer answer = client.get("/b");
		assertThat(answer.body()).isEqualTo("1 /b");
		assertThat(answer.closes()).as("announced after all").isTrue();
		assertThat(client.awaitEnd()).isTrue();
		Await.until("the end", () -> this.first.protocol.endpoint().getConnectionCount() == 0);
	}

	@Test
	void connectionsMoveOnceAnotherWorkerIsReady() throws Exception {
		List<KeepAliveClient> clients = new ArrayList<>();
		for (int i = 0; i < 600; i++) {
			clients.add(this.stage.client());
			clients.get(i).get("/a");
		}
		this.stage.handoff.release(1).join();
		this.first.port.traffic().moveOrAnnounceClose();
		long begin = System.nanoTime();
		Await.until("more than the patience of a drain without time", () -> {
			this.first.port.traffic().moveIdle(60_000);
			return System.nanoTime() - begin > 1_000_000_000;
		});
		assertThat(this.first.connections()).isEqualTo(600);
		assertThat(this.stage.handoff.stats().pending()).isZero();
		MovingStage.Member second = second();
		Await.until("the connections", () -> {
			this.first.port.traffic().moveIdle(60_000);
			return second.connections() == 600;
		});
		for (KeepAliveClient client : clients) {
			assertThat(client.get("/b").closes()).isFalse();
		}
	}

	@Test
	void refusedWayToASessionIsNoWishForOtherConnections() throws Exception {
		this.stage.close();
		this.stage = new MovingStage(this.directory, BalancingPolicy.STICKY);
		this.first = this.stage.worker(1);
		List<KeepAliveClient> idle = List.of(this.stage.client(), this.stage.client());
		KeepAliveClient client = this.stage.client();
		idle.get(0).get("/a");
		idle.get(1).get("/a");
		client.get("/a");
		MovingStage.Member second = this.stage.worker(2);
		refuse(new ConnectionNote(3, 3, 100, new byte[0]));
		client.send("GET /b HTTP/1.1\r\nHost: localhost\r\nCookie: JSESSIONID=A0.2-2\r\n\r\n");
		assertThat(client.read().body()).isEqualTo("2 /b");
		for (KeepAliveClient other : idle) {
			assertThat(other.get("/c").body()).isEqualTo("1 /c");
			assertThat(other.get("/d").body()).isEqualTo("1 /d");
		}
		assertThat(second.connections()).isEqualTo(1);
	}

	/**
	 * Let the primary refuse a connection of the first worker.
	 */
	private void refuse(ConnectionNote note) throws IOException {
		try (ServerSocketChannel listener = ServerSocketChannel.open().bind(null)) {
			SocketChannel.open(listener.getLocalAddress()).close();
			this.first.protocol.endpoint().awaitRoom();
			this.first.departures().begin();
			this.first.departures().refused(listener.accept(), note);
		}
	}

	@Test
	void workerWithoutPrimaryKeepsItsConnections() throws Exception {
		KeepAliveClient client = this.stage.client();
		client.get("/a");
		this.stage.closePrimary();
		Await.until("the end of the way back", () -> !this.first.departures().isPossible());
		this.first.port.traffic().moveOrAnnounceClose();
		KeepAliveClient.Answer answer = client.get("/b");
		assertThat(answer.body()).isEqualTo("1 /b");
		assertThat(answer.closes()).isTrue();
	}

	@Test
	void asManyMoveAsShould() throws Exception {
		List<KeepAliveClient> clients = new ArrayList<>();
		for (int i = 0; i < 10; i++) {
			clients.add(this.stage.client());
			clients.get(i).get("/a");
		}
		MovingStage.Member second = second();
		this.first.departures().giveBack(Collections.nCopies(4, 2));
		Await.until("the connections", () -> second.connections() == 4);
		assertThat(this.first.connections()).isEqualTo(6);
		for (KeepAliveClient client : clients) {
			client.get("/b");
		}
		assertThat(this.first.connections()).isEqualTo(6);
	}

	@Test
	void moreMoveThanCanAtATime() throws Exception {
		for (int i = 0; i < 1000; i++) {
			this.stage.client().get("/a");
		}
		MovingStage.Member second = second();
		this.first.departures().giveBack(Collections.nCopies(900, 2));
		Await.until("the connections", () -> second.connections() == 900);
		assertThat(this.first.connections()).isEqualTo(100);
	}

	@Test
	void busyOnesMoveAfterTheirAnswersIfNoOthersCan() throws Exception {
		KeepAliveClient client = this.stage.client();
		client.send(KeepAliveClient.request("/slow"));
		Await.until("the request", () -> this.first.slow == 1);
		second();
		this.first.departures().giveBack(List.of(2));
		this.first.mayEnd = true;
		assertThat(client.read().body()).isEqualTo("1 /slow");
		Await.until("the connection to leave", () -> this.first.connections() == 0);
		assertThat(client.get("/b").body()).isEqualTo("2 /b");
	}

	/**
	 * Both ends of each connection are in this JVM.
	 */
	@Test
	void thousandsOfIdleConnectionsLeave() throws Exception {
		int count = 5000;
		List<KeepAliveClient> clients = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			clients.add(this.stage.client());
			assertThat(clients.get(i).get("/a").body()).isEqualTo("1 /a");
		}
		MovingStage.Member second = second();
		long start = System.nanoTime();
		this.first.drainAll();
		Duration time = Duration.ofNanos(System.nanoTime() - start);
		System.out.printf("%d idle connections left within %d ms%n", count, time.toMillis());
		Await.until("their arrival", () -> second.connections() == count);
		for (KeepAliveClient client : clients) {
			client.send(KeepAliveClient.request("/b"));
		}
		for (KeepAliveClient client : clients) {
			assertThat(client.read().body()).isEqualTo("2 /b");
		}
	}

}
