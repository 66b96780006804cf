// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.relay;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import dev.bootcluster.ipc.RelayClient;
import dev.bootcluster.ipc.RelayExchange;
import dev.bootcluster.ipc.RelayHead;
import dev.bootcluster.ipc.RelaySocket;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

/**
 * Has all workers do what one was asked to: first one, this process itself if it is a
 * worker, whose answer is that of all; then, if it did it, the others at the same time.
 * They are found by their sockets, so that those about to take a slot over are among
 * them.
 */
final class AllWorkers {

	/**
	 * A worker that takes longer is reported, so that the client learns of it.
	 */
	private static final Duration LIMIT = Duration.ofSeconds(10);

	private static final int MAX_BODY = 1 << 20;

	private static final int MAX_ANSWER = 16 << 20;

	private final RelayPost post;

	private final RelayClient client;

	private final Consumer<SharedChange> changes;

	AllWorkers(RelayPost post, RelayClient client, Consumer<SharedChange> changes) {
		this.post = post;
		this.client = client;
		this.changes = changes;
	}

	/**
	 * Perform a request.
	 * @throws Refusal if there is no worker, or if not all did the same
	 */
	void perform(HttpServletRequest request, HttpServletResponse response, String path) throws IOException, Refusal {
		byte[] body = request.getInputStream().readNBytes(MAX_BODY + 1);
		if (body.length > MAX_BODY) {
			throw Refusal.open(413,
					"The body is longer than %d bytes, too long to be passed to all workers".formatted(MAX_BODY));
		}
		RelayHead head = RelayedRequest.head(this.post, request, path, body.length);
		Answer first = first(head, body);
		if (first.status() / 100 == 2) {
			// Before the others are looked for: a worker that opens its socket later
			// knows of the change.
			this.changes.accept(new SharedChange(request.getMethod(), path, body));
			String disagreement = disagreement(first, others(first, head, body));
			if (disagreement != null) {
				throw Refusal.open(502, disagreement);
			}
		}
		CopiedAnswer.head(first.status(), first.headers(), response);
		response.getOutputStream().write(first.body());
	}

	private Answer first(RelayHead head, byte[] body) throws IOException, Refusal {
		long self = ProcessHandle.current().pid();
		List<RelaySocket> sockets = new ArrayList<>(RelaySocket.all(this.post.directory()));
		sockets.sort(Comparator.comparing((RelaySocket socket) -> socket.pid() != self));
		for (RelaySocket socket : sockets) {
			try (RelayExchange exchange = begin(socket, head, body)) {
				if (exchange != null) {
					return read(socket, exchange);
				}
			}
			catch (IOException ex) {
				throw Refusal.secret(502,
						"Slot %d (pid %d): %s".formatted(socket.slot(), socket.pid(), ex.getMessage()));
			}
		}
		throw Refusal.open(503, "No worker can be reached");
	}

	/**
	 * Ask all others, and collect their answers.
	 * @return the answers, and in place of one that failed its message
	 */
	private Map<RelaySocket, Object> others(Answer first, RelayHead head, byte[] body) throws IOException {
		Map<RelaySocket, RelayExchange> exchanges = new LinkedHashMap<>();
		Map<RelaySocket, Object> answers = new LinkedHashMap<>();
		try {
			for (RelaySocket socket : RelaySocket.all(this.post.directory())) {
				RelayExchange exchange = socket.equals(first.socket()) ? null : begin(socket, head, body);
				if (exchange != null) {
					exchanges.put(socket, exchange);
				}
			}
			exchanges.forEach((socket, exchange) -> {
				try {
					answers.put(socket, read(socket, exchange));
				}
				catch (IOException ex) {
					// One that ends meanwhile has nothing to agree with.
					if (socket.isAlive()) {
						answers.put(socket, String.valueOf(ex.getMessage()));
					}
				}
			});
		}
		finally {
			exchanges.values().forEach(RelayExchange::close);
		}
		return answers;
	}

	/**
	 * Begin a request.
	 * @return the exchange, {@code null} if the worker is gone
	 */
	private @Nullable RelayExchange begin(RelaySocket socket, RelayHead head, byte[] body) throws IOException {
		RelayExchange exchange;
		try {
			exchange = this.client.send(socket, head);
		}
		catch (IOException ex) {
			return null;
		}
		exchange.sendBody(new ByteArrayInputStream(body));
		return exchange;
	}

	private static Answer read(RelaySocket socket, RelayExchange exchange) throws IOException {
		RelayExchange.Answer answer = exchange.answer(LIMIT);
		byte[] body = answer.body().readNBytes(MAX_ANSWER + 1);
		if (body.length > MAX_ANSWER) {
			throw new IOException("its answer is longer than %d bytes".formatted(MAX_ANSWER));
		}
		return new Answer(socket, answer.status(), answer.headers(), body);
	}

	/**
	 * Return what is different in the answers of the others.
	 * @return the difference, {@code null} if there is none
	 */
	private static @Nullable String disagreement(Answer first, Map<RelaySocket, Object> others) {
		List<String> different = new ArrayList<>();
		others.forEach((socket, answer) -> {
			if (!(answer instanceof Answer given)) {
				different.add("slot %d (pid %d): %s".formatted(socket.slot(), socket.pid(), answer));
			}
			else if (given.status() != first.status()) {
				different.add("slot %d (pid %d) answered %d".formatted(socket.slot(), socket.pid(), given.status()));
			}
		});
		return different.isEmpty() ? null : "Not all workers did it: slot %d answered %d, but %s"
			.formatted(first.socket().slot(), first.status(), String.join(", ", different));
	}

	/**
	 * A worker's answer.
	 */
	private record Answer(RelaySocket socket, int status, List<Map.Entry<String, String>> headers, byte[] body) {

	}

}
