// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.it;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

import dev.bootcluster.testing.ClusterProcess;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads the dashboard's stream as its page does: opens another as soon as one ends, with
 * the last ids it has.
 */
final class DashboardReader implements AutoCloseable {

	private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(200);

	private static final Duration PATIENCE = Duration.ofMinutes(1);

	private static final JsonMapper JSON = new JsonMapper();

	private final List<Long> samples = new CopyOnWriteArrayList<>();

	private final List<Long> events = new CopyOnWriteArrayList<>();

	private final Set<String> names = ConcurrentHashMap.newKeySet();

	private final AtomicInteger opened = new AtomicInteger();

	private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

	private final ClusterProcess cluster;

	private final int port;

	private final String token;

	private volatile boolean closed;

	private volatile int slot;

	private String event = "";

	DashboardReader(ClusterProcess cluster, int port) throws IOException {
		this.cluster = cluster;
		this.port = port;
		this.token = Files.readString(cluster.tokenFile()).strip();
		Thread thread = new Thread(this::read, "dashboard-reader");
		thread.setDaemon(true);
		thread.start();
	}

	private void read() {
		while (!this.closed) {
			try {
				open();
			}
			catch (IOException | RuntimeException ex) {
				LockSupport.parkNanos(PAUSE);
			}
			catch (InterruptedException ex) {
				return;
			}
		}
	}

	private void open() throws IOException, InterruptedException {
		URI uri = URI.create("http://127.0.0.1:%d/actuator/cluster/dashboard/stream?after=%d&event=%d&log=0"
			.formatted(this.port, last(this.samples), last(this.events)));
		HttpRequest request = HttpRequest.newBuilder(uri).header("Authorization", "Bearer " + this.token).build();
		HttpResponse<Stream<String>> response = this.client.send(request, HttpResponse.BodyHandlers.ofLines());
		try (Stream<String> lines = response.body()) {
			if (response.statusCode() == 200) {
				this.slot = response.headers().firstValue("Cluster-Slot").map(Integer::valueOf).orElse(0);
				this.opened.incrementAndGet();
				lines.forEach(this::line);
			}
		}
	}

	private void line(String line) {
		if (line.startsWith("event: ")) {
			this.event = line.substring("event: ".length());
			this.names.add(this.event);
		}
		else if (line.startsWith("data: ")) {
			JsonNode data = JSON.readTree(line.substring("data: ".length()));
			data.path("samples").forEach((sample) -> this.samples.add(sample.path("id").asLong()));
			data.path("events").forEach((happened) -> this.events.add(happened.path("id").asLong()));
		}
	}

	private static long last(List<Long> ids) {
		return ids.isEmpty() ? 0 : ids.get(ids.size() - 1);
	}

	/**
	 * The slot of the worker that serves the stream, 0 if it is the primary.
	 */
	int slot() {
		return this.slot;
	}

	/**
	 * How many streams it has opened.
	 */
	int opened() {
		return this.opened.get();
	}

	/**
	 * The names of the messages it has read.
	 */
	Set<String> names() {
		return this.names;
	}

	List<Long> samples() {
		return this.samples;
	}

	List<Long> events() {
		return this.events;
	}

	/**
	 * Wait for more samples.
	 */
	void awaitSamples(int more) {
		int before = this.samples.size();
		this.cluster.await("%d samples more than %d".formatted(more, before), PATIENCE,
				() -> this.samples.size() >= before + more);
	}

	@Override
	public void close() {
		this.closed = true;
	}

}
