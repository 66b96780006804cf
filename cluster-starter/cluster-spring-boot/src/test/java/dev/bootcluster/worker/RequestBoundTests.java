// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.worker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;

import dev.bootcluster.test.Await;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is too much for a worker waits in the primary, and not for ever.
 */
class RequestBoundTests {

	private static final int MAX = 2;

	@TempDir
	private Path directory;

	private MovingStage stage;

	private MovingStage.Member worker;

	@BeforeEach
	void start() throws Exception {
		start(Duration.ofSeconds(10));
	}

	private void start(Duration pendingTimeout) throws Exception {
		this.stage = new MovingStage(this.directory, pendingTimeout, true);
		this.worker = worker(1);
	}

	private MovingStage.Member worker(int number) throws Exception {
		return this.stage.worker(number, (protocol) -> {
			protocol.setMaxKeepAliveRequests(-1);
			protocol.endpoint().limit(MAX);
		});
	}

	@AfterEach
	void stop() throws Exception {
		this.stage.close();
	}

	private List<KeepAliveClient> send(int count, String path) throws IOException {
		List<KeepAliveClient> clients = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			KeepAliveClient client = this.stage.client();
			client.send(KeepAliveClient.request(path));
			clients.add(client);
		}
		return clients;
	}

	private List<KeepAliveClient> keptThatAskMoreThanIsExecuted() throws IOException {
		List<KeepAliveClient> kept = send(MAX + 3, "/a");
		answered(kept);
		for (KeepAliveClient client : kept) {
			client.send(KeepAliveClient.request("/slow"));
		}
		awaitExecuting(this.worker, MAX);
		return kept;
	}

	private void awaitExecuting(MovingStage.Member worker, int count) {
		Await.until("%d requests".formatted(count), () -> worker.executing() == count);
	}

	private void awaitPending(int count) {
		Await.until("%d pending connections".formatted(count), () -> this.stage.handoff.stats().pending() == count);
	}

	private static void answered(List<KeepAliveClient> clients) throws IOException {
		for (KeepAliveClient client : clients) {
			assertThat(client.read().head()).startsWith("HTTP/1.1 200");
		}
	}

	@Test
	void moreRequestsThanTheBoundWaitInThePrimary() throws Exception {
		List<KeepAliveClient> clients = send(MAX + 3, "/slow");
		awaitExecuting(this.worker, MAX);
		awaitPending(3);
		this.worker.mayEnd = true;
		answered(clients);
		assertThat(this.worker.mostExecuted).hasValue(MAX);
		assertThat(this.stage.handoff.stats().refused()).isZero();
	}

	@Test
	void requestsOfKeptConnectionsCount() throws Exception {
		List<KeepAliveClient> kept = keptThatAskMoreThanIsExecuted();
		List<KeepAliveClient> others = send(1, "/b");
		awaitPending(1);
		this.worker.mayEnd = true;
		answered(kept);
		answered(others);
		assertThat(this.worker.mostExecuted).hasValue(MAX);
	}

	@Test
	void idleConnectionsDoNotCount() throws Exception {
		List<KeepAliveClient> kept = send(10, "/a");
		answered(kept);
		answered(send(10, "/b"));
	}

	@Test
	void anotherWorkerGetsWhatIsTooMuchForTheFirst() throws Exception {
		MovingStage.Member second = worker(2);
		List<KeepAliveClient> clients = send(2 * MAX + 1, "/slow");
		awaitExecuting(this.worker, MAX);
		awaitExecuting(second, MAX);
		awaitPending(1);
		second.mayEnd = true;
		for (int i = 0; i < 20; i++) {
			assertThat(this.stage.client().get("/a").body()).isEqualTo("2 /a");
		}
		this.worker.mayEnd = true;
		answered(clients);
	}

	@Test
	void thoseThatLeaveWhileTheyWaitMakeRoom() throws Exception {
		List<KeepAliveClient> kept = keptThatAskMoreThanIsExecuted();
		for (KeepAliveClient client : kept) {
			client.close();
		}
		this.worker.mayEnd = true;
		awaitExecuting(this.worker, 0);
		this.worker.mayEnd = false;
		List<KeepAliveClient> clients = send(MAX, "/slow");
		awaitExecuting(this.worker, MAX);
		this.worker.mayEnd = true;
		answered(clients);
	}

	@Test
	void whoeverWaitsTooLongIsToldToComeBack() throws Exception {
		this.stage.close();
		start(Duration.ofMillis(300));
		List<KeepAliveClient> clients = send(MAX, "/slow");
		awaitExecuting(this.worker, MAX);
		KeepAliveClient.Answer answer = this.stage.client().get("/a");
		assertThat(answer.head()).startsWith("HTTP/1.1 503").containsIgnoringCase("Retry-After:");
		this.worker.mayEnd = true;
		answered(clients);
		assertThat(this.stage.client().get("/a").body()).isEqualTo("1 /a");
	}

	@Test
	void connectionThatMovesIsWelcomeWhateverIsExecuted() throws Exception {
		List<KeepAliveClient> kept = send(4, "/a");
		answered(kept);
		MovingStage.Member second = worker(2);
		List<KeepAliveClient> clients = send(2 * MAX, "/slow");
		awaitExecuting(this.worker, MAX);
		awaitExecuting(second, MAX);
		this.worker.departures().giveBack(List.of(2, 2, 2, 2));
		Await.until("the connections", () -> second.port.migratedIn() == 4);
		second.mayEnd = true;
		Await.until("the kept connections to move", () -> {
			this.worker.port.traffic().moveIdle(60_000);
			return this.worker.connections() == MAX;
		});
		for (KeepAliveClient client : kept) {
			assertThat(client.get("/b").body()).isEqualTo("2 /b");
		}
		this.worker.mayEnd = true;
		answered(clients);
	}

	@Test
	void nothingIsLostAndNoRoomEither() throws Exception {
		MovingStage.Member second = worker(2);
		List<KeepAliveClient> clients = new ArrayList<>();
		for (int round = 0; round < 20; round++) {
			clients.addAll(send(10, "/a"));
			if (round % 2 == 1) {
				answered(clients);
				clients.clear();
			}
		}
		assertThat(this.worker.mostExecuted.get()).isLessThanOrEqualTo(MAX);
		assertThat(second.mostExecuted.get()).isLessThanOrEqualTo(MAX);
		List<KeepAliveClient> slow = send(2 * MAX + 1, "/slow");
		awaitExecuting(this.worker, MAX);
		awaitExecuting(second, MAX);
		awaitPending(1);
		this.worker.mayEnd = true;
		second.mayEnd = true;
		answered(slow);
	}

	@Test
	void newConnectionsGetTheirTurnWhileKeptOnesAlwaysHaveRequests() throws Exception {
		List<KeepAliveClient> kept = send(4 * MAX, "/a");
		answered(kept);
		AtomicBoolean over = new AtomicBoolean();
		List<CompletableFuture<Void>> busy = new ArrayList<>();
		ExecutorService threads = Executors.newFixedThreadPool(kept.size());
		for (KeepAliveClient client : kept) {
			busy.add(CompletableFuture.runAsync(() -> {
				try {
					while (!over.get()) {
						client.get("/a");
					}
				}
				catch (IOException ex) {
					throw new UncheckedIOException(ex);
				}
			}, threads));
		}
		for (int i = 0; i < 20; i++) {
			assertThat(this.stage.client().get("/b").body()).isEqualTo("1 /b");
		}
		over.set(true);
		busy.forEach(CompletableFuture::join);
		threads.shutdown();
		assertThat(this.worker.mostExecuted).hasValue(MAX);
	}

	@Test
	void keptConnectionsMoveOnceAnotherWorkerHasRoom() throws Exception {
		this.stage.close();
		start(Duration.ofMillis(200));
		List<KeepAliveClient> kept = send(3, "/a");
		answered(kept);
		MovingStage.Member second = worker(2);
		List<KeepAliveClient> slow = send(MAX, "/slow");
		List<KeepAliveClient> others = send(MAX, "/slow");
		awaitExecuting(this.worker, MAX);
		awaitExecuting(second, MAX);
		assertThat(this.stage.client().get("/a").head()).as("refused by both").startsWith("HTTP/1.1 503");
		this.stage.handoff.release(1).join();
		this.worker.drain();
		assertThat(this.stage.client().get("/a").head()).as("after these").startsWith("HTTP/1.1 503");
		second.mayEnd = true;
		Await.until("the kept connections to move", () -> {
			this.worker.port.traffic().moveIdle(60_000);
			return this.worker.connections() == MAX;
		});
		for (KeepAliveClient client : kept) {
			assertThat(client.get("/b").body()).isEqualTo("2 /b");
		}
		this.worker.mayEnd = true;
		answered(slow);
		answered(others);
	}

	@Test
	void manyThatWaitTooLongAreAllTold() throws Exception {
		this.stage.close();
		start(Duration.ofMillis(300));
		List<KeepAliveClient> slow = send(MAX, "/slow");
		awaitExecuting(this.worker, MAX);
		List<KeepAliveClient> clients = send(600, "/a");
		for (KeepAliveClient client : clients) {
			assertThat(client.read().head()).startsWith("HTTP/1.1 503");
			client.close();
		}
		this.worker.mayEnd = true;
		answered(slow);
	}

	@Test
	void whatWaitsForItsTurnIsReported() throws Exception {
		List<KeepAliveClient> kept = keptThatAskMoreThanIsExecuted();
		Await.until("three that wait", () -> this.worker.port.threads().queued() == 3);
		this.worker.mayEnd = true;
		answered(kept);
		Await.until("none that waits", () -> this.worker.port.threads().queued() == 0);
	}

}
