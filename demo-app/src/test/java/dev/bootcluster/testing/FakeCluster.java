// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

/**
 * A program that behaves, from outside, like a cluster of two workers that reloads in
 * three polls.
 */
final class FakeCluster {

	private final List<Process> workers = new ArrayList<>();

	private final AtomicInteger polls = new AtomicInteger();

	private FakeCluster() {
	}

	public static void main(String[] args) throws Exception {
		List<String> arguments = List.of(args);
		if (arguments.contains("worker")) {
			TimeUnit.MINUTES.sleep(2);
		}
		else if (arguments.contains("--fail")) {
			System.err.println("Port is taken, says the fake");
			System.exit(3);
		}
		else {
			new FakeCluster().run();
		}
	}

	private void run() throws IOException {
		for (int i = 0; i < 2; i++) {
			this.workers.add(new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
					"-cp", System.getProperty("java.class.path"), FakeCluster.class.getName(), "worker")
				.start());
		}
		HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
		server.createContext("/actuator/cluster", (exchange) -> answer(exchange, 200, cluster()));
		server.createContext("/actuator/cluster/reload", this::reload);
		server.start();
		System.out.println("Cluster is listening on port " + server.getAddress().getPort());
	}

	private String cluster() {
		String workers = this.workers.stream().map(this::worker).collect(Collectors.joining(","));
		return "{\"state\": \"STABLE\", \"workers\": [%s]}".formatted(workers);
	}

	private String worker(Process process) {
		return "{\"slot\": %d, \"pid\": %d, \"generation\": 1, \"state\": \"READY\", \"requests\": 5, \"restarts\": 0}"
			.formatted(this.workers.indexOf(process) + 1, process.pid());
	}

	private void reload(HttpExchange exchange) {
		if ("POST".equals(exchange.getRequestMethod())) {
			answer(exchange, 202, "{\"id\": \"7\"}");
			return;
		}
		boolean running = this.polls.incrementAndGet() < 3;
		answer(exchange, 200, "{\"id\": 7, \"state\": \"%s\", \"generation\": 2, \"reason\": null}"
			.formatted(running ? "RUNNING" : "FAILED"));
	}

	private static void answer(HttpExchange exchange, int status, String json) {
		try (exchange) {
			exchange.sendResponseHeaders(status, json.length());
			exchange.getResponseBody().write(json.getBytes(StandardCharsets.UTF_8));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
