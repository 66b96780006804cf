// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.handoff;

import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

import dev.bootcluster.BalancingPolicy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What clients get when no worker can take them.
 */
class RejectionTests {

	private static final String REQUEST = "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n";

	@TempDir
	Path directory;

	private HandoffStage stage;

	@AfterEach
	void close() throws Exception {
		this.stage.close();
	}

	@Test
	void connectionBeyondThoseThatMayWaitIsAnsweredWith503() throws Exception {
		open(2, false);
		this.stage.clients(2);
		this.stage.awaitPending(2);
		assertRejected(this.stage.client(REQUEST));
		assertThat(this.stage.handoff.stats().pending()).isEqualTo(2);
	}

	@Test
	void requestThatComesLateIsAnsweredToo() throws Exception {
		open(0, false);
		Socket client = this.stage.client("");
		Socket other = this.stage.client(REQUEST);
		assertRejected(other);
		client.getOutputStream().write(REQUEST.getBytes(StandardCharsets.US_ASCII));
		assertRejected(client);
	}

	@Test
	void bigBodyDoesNotDestroyTheAnswer() throws Exception {
		open(0, false);
		Socket client = this.stage.client("POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 8388608\r\n\r\n");
		byte[] part = new byte[64 * 1024];
		for (int sent = 0; sent < 8 * 1024 * 1024; sent += part.length) {
			client.getOutputStream().write(part);
		}
		assertRejected(client);
	}

	@Test
	void clientThatClosesItsSideAfterTheRequestReadsTheAnswer() throws Exception {
		open(0, false);
		Socket client = this.stage.client(REQUEST);
		client.shutdownOutput();
		assertRejected(client);
	}

	@Test
	void onTlsTheConnectionIsClosedWithoutAnAnswer() throws Exception {
		open(0, true);
		assertThat(read(this.stage.client("\u0016"))).isEmpty();
	}

	@Test
	void shutdownRejectsWhatWaitsAndWhatComesAndThePortStaysOpen() throws Exception {
		open(10, false);
		Socket waiting = this.stage.client(REQUEST);
		this.stage.awaitPending(1);
		this.stage.handoff.reject();
		assertRejected(waiting);
		assertRejected(this.stage.client(REQUEST));
		assertThat(this.stage.handoff.stats()).isEqualTo(new HandoffStats(0, 0, 2, 0));
	}

	@Test
	void connectionOfAWorkerThatDiesDuringShutdownIsRejected() throws Exception {
		open(10, false);
		RawWorker worker = this.stage.worker(1);
		Socket client = this.stage.client(REQUEST);
		worker.receive().close();
		this.stage.handoff.reject();
		worker.close();
		assertRejected(client);
	}

	@Test
	void connectionThatIsRefusedDuringShutdownIsRejected() throws Exception {
		open(10, false);
		RawWorker worker = this.stage.worker(1);
		Socket client = this.stage.client(REQUEST);
		worker.receive().close();
		this.stage.handoff.reject();
		this.stage.handoff.release(1).join();
		worker.answer("R");
		assertRejected(client);
	}

	private void open(int maxPending, boolean tls) throws IOException {
		this.stage = new HandoffStage(this.directory, BalancingPolicy.ROUND_ROBIN, maxPending, tls);
	}

	private static void assertRejected(Socket client) throws IOException {
		assertThat(read(client)).startsWith("HTTP/1.1 503 Service Unavailable\r\n")
			.contains("\r\nRetry-After: 1\r\n", "\r\nConnection: close\r\n", "\r\nContent-Length: 34\r\n")
			.endsWith("\r\n\r\nNo worker can take the request now");
	}

	private static String read(Socket client) throws IOException {
		try {
			return new String(client.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
		}
		catch (SocketException ex) {
			return "";
		}
	}

}
