// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.worker;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import dev.bootcluster.test.Await;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An overloaded worker gives connections away that make work.
 */
class ReliefTests {

	@TempDir
	private Path directory;

	private MovingStage stage;

	private MovingStage.Member first;

	@BeforeEach
	void start() throws Exception {
		this.stage = new MovingStage(this.directory);
		this.first = this.stage.worker(1);
	}

	@AfterEach
	void stop() throws Exception {
		this.stage.close();
	}

	private MovingStage.Member second() throws Exception {
		return this.stage.worker(2);
	}

	@Test
	void requestsThatWaitForAThreadAreAnsweredByAnotherWorker() throws Exception {
		this.first = this.stage.worker(3, (protocol) -> {
			protocol.setMaxThreads(1);
			protocol.setMinSpareThreads(1);
		});
		this.stage.handoff.release(1).join();
		KeepAliveClient busy = this.stage.client();
		List<KeepAliveClient> clients = new ArrayList<>();
		for (int i = 0; i < 10; i++) {
			clients.add(this.stage.client());
			clients.get(i).get("/a");
		}
		busy.send(KeepAliveClient.request("/slow"));
		Await.until("the request", () -> this.first.slow == 1);
		for (KeepAliveClient client : clients) {
			client.send(KeepAliveClient.request("/b"));
		}
		Await.until("the queue",
				() -> RequestThreads.of(this.first.protocol.endpoint().getExecutor()).queued() == clients.size());
		second();
		this.first.departures().giveBackActive(Collections.nCopies(clients.size() + 1, 2), Long.MAX_VALUE);
		for (KeepAliveClient client : clients) {
			assertThat(client.read().body()).isEqualTo("2 /b");
		}
		assertThat(this.first.connections()).isEqualTo(1);
		this.first.mayEnd = true;
		assertThat(busy.read().body()).isEqualTo("3 /slow");
	}

	@Test
	void aPartOfThoseInUseLeavesAndIdleOnesStay() throws Exception {
		List<KeepAliveClient> idle = clients(30);
		List<KeepAliveClient> waiting = clients(10);
		MovingStage.Member second = second();
		this.first.departures().giveBackActive(Collections.nCopies(20, 2), Long.MAX_VALUE);
		assertThat(this.first.connections()).as("none is in use").isEqualTo(40);
		long now = System.currentTimeMillis();
		this.first.departures().giveBackActive(Collections.nCopies(20, 2), now - 60_000);
		Await.until("half of them", () -> second.connections() == 20);
		assertThat(this.first.connections()).isEqualTo(20);
		for (KeepAliveClient client : idle) {
			client.get("/b");
		}
		for (KeepAliveClient client : waiting) {
			client.get("/b");
		}
		assertThat(this.first.connections()).isEqualTo(20);
	}

	@Test
	void orderForNoneEndsAnEarlierOne() throws Exception {
		KeepAliveClient client = this.stage.client();
		client.send(KeepAliveClient.request("/slow"));
		Await.until("the request", () -> this.first.slow == 1);
		second();
		this.first.departures().giveBackActive(List.of(2), Long.MAX_VALUE);
		this.first.departures().giveBackActive(List.of(), Long.MAX_VALUE);
		this.first.mayEnd = true;
		assertThat(client.read().body()).isEqualTo("1 /slow");
		assertThat(client.get("/b").body()).isEqualTo("1 /b");
		assertThat(client.get("/b").body()).isEqualTo("1 /b");
	}

	@Test
	void busyOnesInUseMoveAfterTheirAnswersAndIdleOnesDoNot() throws Exception {
		List<KeepAliveClient> idle = clients(3);
		KeepAliveClient client = this.stage.client();
		client.send(KeepAliveClient.request("/slow"));
		Await.until("the request", () -> this.first.slow == 1);
		second();
		this.first.departures().giveBackActive(List.of(2, 2, 2, 2), Long.MAX_VALUE);
		assertThat(this.first.connections()).isEqualTo(4);
		this.first.mayEnd = true;
		assertThat(client.read().body()).isEqualTo("1 /slow");
		Await.until("the connection to leave", () -> this.first.connections() == 3);
		assertThat(client.get("/b").body()).isEqualTo("2 /b");
		assertThat(idle.get(0).get("/b").body()).as("one was enough").isEqualTo("1 /b");
	}

	private List<KeepAliveClient> clients(int count) throws Exception {
		List<KeepAliveClient> clients = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			clients.add(this.stage.client());
			clients.get(i).get("/a");
		}
		Await.until("their rest",
				() -> this.first.protocol.endpoint().handedConnections().allMatch(HandedConnection::isIdle));
		return clients;
	}

}
