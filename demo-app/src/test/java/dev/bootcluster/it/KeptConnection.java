// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A connection that is kept alive, and so leads to the same worker again and again.
 */
final class KeptConnection {

	private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

	private final URI server;

	private KeptConnection(int port) {
		this.server = URI.create("http://127.0.0.1:" + port);
	}

	/**
	 * Connect until there is a connection to each worker.
	 * @param port where the cluster listens
	 * @param workers the number of workers
	 * @return the connections by the pids of the workers
	 */
	static Map<Long, KeptConnection> toEachOf(int port, int workers) {
		Map<Long, KeptConnection> connections = new TreeMap<>();
		List<Long> seen = new ArrayList<>();
		while (connections.size() < workers) {
			KeptConnection connection = new KeptConnection(port);
			long pid = connection.get("/worker").path("pid").asLong();
			connections.putIfAbsent(pid, connection);
			seen.add(pid);
			if (seen.size() > 10 * workers) {
				throw new AssertionError("Only some of %d workers answer: %s".formatted(workers, seen));
			}
		}
		return connections;
	}

	JsonNode get(String path) {
		return json(send(HttpRequest.newBuilder(this.server.resolve(path)).build()));
	}

	/**
	 * Begin a request, on a connection of its own if this one is busy.
	 */
	CompletableFuture<JsonNode> begin(String path) {
		return this.client.sendAsync(HttpRequest.newBuilder(this.server.resolve(path)).build(), BodyHandlers.ofString())
			.thenApply(KeptConnection::json);
	}

	void delete(String path) {
		send(HttpRequest.newBuilder(this.server.resolve(path)).method("DELETE", BodyPublishers.noBody()).build());
	}

	private HttpResponse<String> send(HttpRequest request) {
		try {
			HttpResponse<String> response = this.client.send(request, BodyHandlers.ofString());
			if (response.statusCode() != 200) {
				throw new AssertionError("%s: %s %s".formatted(request, response, response.body()));
			}
			return response;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	private static JsonNode json(HttpResponse<String> response) {
		return JsonMapper.shared().readTree(response.body());
	}

}
