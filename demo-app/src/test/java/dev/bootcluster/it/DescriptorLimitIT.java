// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.it;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

import dev.bootcluster.testing.ClusterProcess;
import dev.bootcluster.testing.Worker;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Many more connections than processes may have file descriptors.
 */
@Tag("full")
class DescriptorLimitIT {

	private static final int LIMIT = 256;

	private static final int CLIENTS = 600;

	private static final Duration PATIENCE = Duration.ofMinutes(2);

	private static final String REQUEST = "GET /hello HTTP/1.1\r\nHost: localhost\r\n\r\n";

	private final List<Socket> waiting = new ArrayList<>();

	private final List<Socket> answered = new ArrayList<>();

	@ParameterizedTest
	@ValueSource(strings = { "round-robin", "shared" })
	void connectionsWaitForThoseBeforeThemAndNoWorkerLeaves(String balancing) throws IOException {
		try (ClusterProcess cluster = ClusterProcess.builder()
			.through("bash", "-c", "ulimit -n %d; exec \"$0\" \"$@\"".formatted(LIMIT))
			.args("--cluster.workers=2", "--cluster.shared-state=none", "--cluster.balancing=" + balancing,
					"--server.tomcat.accept-count=1000")
			.start()
			.awaitReady(2)) {
			List<Long> before = pids(cluster);
			for (int i = 0; i < CLIENTS; i++) {
				Socket client = new Socket("127.0.0.1", cluster.port());
				this.waiting.add(client);
				client.getOutputStream().write(REQUEST.getBytes(StandardCharsets.US_ASCII));
			}
			cluster.awaitLog("connections? (wait|until).*may have %d file descriptors open".formatted(LIMIT));
			cluster.await("answers on as many connections as two workers can hold", PATIENCE, () -> {
				readAnswers();
				return this.answered.size() > LIMIT / 2;
			});
			assertThat(this.waiting).as("all at once is too much").isNotEmpty();
			System.out.printf("%s: %d of %d connections served with %d descriptors for each process%n", balancing,
					this.answered.size(), CLIENTS, LIMIT);
			cluster.await("answers to all, as connections end", PATIENCE, () -> {
				readAnswers();
				closeAnswered();
				return this.waiting.isEmpty();
			});
			assertThat(pids(cluster)).as("the workers").isEqualTo(before);
			assertThat(cluster.log()).noneMatch((line) -> line.contains("ERROR"))
				.filteredOn((line) -> line.contains("file descriptors open"))
				.as("one line a minute and process")
				.hasSizeBetween(1, 9);
			cluster.await("no connection left", PATIENCE,
					() -> cluster.workers().stream().mapToLong(Worker::connections).sum() <= 1);
			assertThat(cluster.get("/hello").status()).isEqualTo(200);
			assertThat(cluster.reload().status()).isEqualTo(202);
			assertThat(cluster.awaitReload().hasSucceeded()).as("processes can be started").isTrue();
		}
		finally {
			closeAnswered();
			for (Socket client : this.waiting) {
				client.close();
			}
		}
	}

	private void readAnswers() throws IOException {
		for (Iterator<Socket> clients = this.waiting.iterator(); clients.hasNext();) {
			Socket client = clients.next();
			InputStream answer = client.getInputStream();
			if (answer.available() > 0) {
				assertThat(new String(answer.readNBytes(answer.available()), StandardCharsets.US_ASCII))
					.startsWith("HTTP/1.1 200");
				clients.remove();
				this.answered.add(client);
			}
		}
	}

	private void closeAnswered() throws IOException {
		for (Socket client : this.answered) {
			client.close();
		}
		this.answered.clear();
	}

	private static List<Long> pids(ClusterProcess cluster) {
		return cluster.workers().stream().map(Worker::pid).toList();
	}

}
