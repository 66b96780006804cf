// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.it;

import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

import dev.bootcluster.testing.ClusterProcess;
import dev.bootcluster.testing.Request;
import dev.bootcluster.testing.Terminal;
import dev.bootcluster.testing.Worker;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Any worker's actuator can be asked through any other worker.
 */
@Tag("full")
class ActuatorRelayIT {

	private static final long LARGE = 600L << 20;

	/**
	 * What the JVM may take for other things meanwhile, in kB.
	 */
	private static final long NOISE = 150 << 10;

	private static final Duration PATIENCE = Duration.ofMinutes(1);

	private static final String LOGGER = "dev.bootcluster.demo.Test";

	@TempDir
	private Path logs;

	@Test
	void anyWorkersActuatorIsReachedThroughAnyOther() throws IOException {
		try (ClusterProcess cluster = ClusterProcess.ofWorkers(3, "--cluster.shared-state=none",
				"--management.endpoints.web.exposure.include=*", "--management.endpoint.env.show-values=always",
				"--management.endpoint.shutdown.access=unrestricted",
				"--logging.file.name=" + this.logs.resolve("app.log"))) {
			eachSlotAnswersForItself(cluster);
			strangerIsNoLocalUser(cluster);
			largeAnswerStaysOutOfTheProcessThatRelays(cluster);
			levelHoldsForAllWorkersAndTheirSuccessors(cluster);
			answerOfAWorkerThatIsKilledIsCut(cluster);
			cluster.awaitReady(3);
			assertThat(cluster.post("/actuator/shutdown").text()).contains("Shutting down");
			assertThat(cluster.awaitExit()).isZero();
			cluster.awaitNoDescendants();
		}
	}

	private static void eachSlotAnswersForItself(ClusterProcess cluster) {
		for (Worker worker : cluster.workers()) {
			String path = "/actuator/cluster/%d/env/cluster.worker.slot".formatted(worker.slot());
			assertThat(cluster.json(path).at("/property/value").asInt()).isEqualTo(worker.slot());
			assertThat(cluster.get(path).header("Cluster-Slot")).contains(Integer.toString(worker.slot()));
		}
		assertThat(cluster.get("/actuator/cluster/2/missing").status()).isEqualTo(404);
		assertThat(cluster.get("/actuator/cluster/9/info").text()).isEqualTo("{\"error\":\"There is no slot 9\"}");
		assertThat(cluster.get("/actuator/cluster/2").status()).isEqualTo(200);
	}

	private static void strangerIsNoLocalUser(ClusterProcess cluster) {
		String path = "/actuator/cluster/2/cluster";
		assertThat(cluster.get(path).status()).as("with the token").isEqualTo(200);
		assertThat(cluster.send(Request.get(path).ofAStranger()).status()).as("of a process with connections")
			.isEqualTo(403);
		Terminal terminal = Terminal.ofThisUser();
		assertThat(terminal.status("GET", "127.0.0.1", cluster.port(), path)).as("at the machine").isEqualTo(200);
		assertThat(terminal.status("GET", "127.0.0.1", cluster.port(), path, "X-Forwarded-For: 192.0.2.1"))
			.as("through a proxy")
			.isEqualTo(403);
		assertThat(terminal.status("GET", "127.0.0.1", cluster.port(), path,
				"Cluster-Relay: 127.0.0.1 1 127.0.0.1 1 http 80 false true", "X-Forwarded-For: 192.0.2.1"))
			.as("with a header of the cluster's")
			.isEqualTo(403);
	}

	private void largeAnswerStaysOutOfTheProcessThatRelays(ClusterProcess cluster) throws IOException {
		enlargeLogs();
		Worker door = cluster.worker(1);
		try (Socket client = connectTo(cluster, door)) {
			long before = memory(door, "VmRSS");
			InputStream answer = ask(client, "/actuator/cluster/2/logfile");
			assertThat(head(answer)).startsWith("HTTP/1.1 200").contains("Cluster-Slot: 2");
			answer.skipNBytes(LARGE);
			assertThat(memory(door, "VmHWM") - before).as("kB that worker 1 took").isLessThan(NOISE);
		}
	}

	private static void answerOfAWorkerThatIsKilledIsCut(ClusterProcess cluster) throws IOException {
		Worker target = cluster.worker(3);
		try (Socket client = connectTo(cluster, cluster.worker(1))) {
			InputStream answer = ask(client, "/actuator/cluster/3/logfile");
			assertThat(head(answer)).startsWith("HTTP/1.1 200").containsIgnoringCase("content-length: ");
			answer.skipNBytes(1 << 20);
			cluster.kill9(target.pid());
			assertThat(restOf(answer)).isLessThan(LARGE - (1 << 20));
		}
		cluster.await("a new worker in slot 3", PATIENCE,
				() -> cluster.worker(3).isReady() && cluster.worker(3).pid() != target.pid());
		assertThat(cluster.get("/actuator/cluster/3/info").status()).as("the slot's new worker").isEqualTo(200);
	}

	private static void levelHoldsForAllWorkersAndTheirSuccessors(ClusterProcess cluster) {
		String path = "/actuator/loggers/" + LOGGER;
		assertThat(cluster.post(path, "{\"configuredLevel\":\"TRACE\"}").status()).isEqualTo(204);
		assertThat(levels(cluster)).containsExactly(Map.entry(1, "TRACE"), Map.entry(2, "TRACE"),
				Map.entry(3, "TRACE"));
		long before = cluster.worker(2).pid();
		assertThat(cluster.post("/actuator/cluster/restart", "{\"slot\":2}").status()).isEqualTo(202);
		cluster.await("another worker in slot 2", PATIENCE,
				() -> cluster.worker(2).isReady() && cluster.worker(2).pid() != before);
		assertThat(levels(cluster)).as("after a restart").containsEntry(2, "TRACE");
		String property = "/actuator/cluster/2/env/logging.level." + LOGGER;
		assertThat(cluster.json(property).at("/property/value").asString()).as("when it began to log")
			.isEqualTo("TRACE");
		assertThat(cluster.post(path, "{\"configuredLevel\":null}").status()).isEqualTo(204);
		assertThat(levels(cluster)).containsOnlyKeys(1, 2, 3).doesNotContainValue("TRACE");
		assertThat(cluster.post(path, "{\"configuredLevel\":\"LOUD\"}").status()).as("nonsense").isEqualTo(400);
	}

	private static Map<Integer, String> levels(ClusterProcess cluster) {
		Map<Integer, String> levels = new TreeMap<>();
		for (Worker worker : cluster.workers()) {
			String path = "/actuator/cluster/%d/loggers/%s".formatted(worker.slot(), LOGGER);
			levels.put(worker.slot(), cluster.json(path).path("effectiveLevel").asString());
		}
		return levels;
	}

	/**
	 * Sparse files, which take no room on the disk.
	 */
	private void enlargeLogs() throws IOException {
		try (Stream<Path> files = Files.list(this.logs)) {
			for (Path file : files.toList()) {
				try (RandomAccessFile log = new RandomAccessFile(file.toFile(), "rw")) {
					log.setLength(LARGE);
				}
			}
		}
	}

	/**
	 * Open connections until one is a certain worker's.
	 */
	private static Socket connectTo(ClusterProcess cluster, Worker worker) throws IOException {
		while (true) {
			Socket client = new Socket(InetAddress.getLoopbackAddress(), cluster.port());
			String head = head(ask(client, "/actuator/info"));
			if (head.contains("Cluster-Slot: " + worker.slot())) {
				client.getInputStream().skipNBytes(length(head));
				return client;
			}
			client.close();
		}
	}

	private static InputStream ask(Socket client, String path) throws IOException {
		client.getOutputStream()
			.write("GET %s HTTP/1.1\r\nHost: localhost\r\n\r\n".formatted(path).getBytes(StandardCharsets.US_ASCII));
		return client.getInputStream();
	}

	private static String head(InputStream answer) throws IOException {
		StringBuilder head = new StringBuilder();
		while (head.indexOf("\r\n\r\n") == -1) {
			int next = answer.read();
			assertThat(next).as("end of the head: " + head).isNotEqualTo(-1);
			head.append((char) next);
		}
		return head.toString();
	}

	/**
	 * The length of the short answer, which is in one chunk.
	 */
	private static long length(String head) {
		return head.toLowerCase().contains("transfer-encoding: chunked") ? "2\r\n{}\r\n0\r\n\r\n".length()
				: Long.parseLong(head.toLowerCase().replaceAll("(?s).*content-length: (\\d+).*", "$1"));
	}

	private static long restOf(InputStream answer) {
		byte[] buffer = new byte[1 << 16];
		long rest = 0;
		try {
			for (int count = answer.read(buffer); count != -1; count = answer.read(buffer)) {
				rest += count;
			}
		}
		catch (IOException ex) {
			// It was reset.
		}
		return rest;
	}

	/**
	 * A line of the process' status, in kB.
	 */
	private static long memory(Worker worker, String name) throws IOException {
		return Files.readAllLines(Path.of("/proc/%d/status".formatted(worker.pid())))
			.stream()
			.filter((line) -> line.startsWith(name + ":"))
			.mapToLong((line) -> Long.parseLong(line.replaceAll("\\D", "")))
			.findFirst()
			.orElseThrow();
	}

}
