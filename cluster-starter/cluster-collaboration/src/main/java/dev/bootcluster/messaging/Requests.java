// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.messaging;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import dev.bootcluster.ClusterException;
import dev.bootcluster.ClusterException.Reason;
import dev.bootcluster.ipc.Letter;
import dev.bootcluster.ipc.Letter.Kind;
import org.jspecify.annotations.Nullable;

/**
 * This worker's requests that await their answers. Thread-safe.
 */
final class Requests {

	/**
	 * The maximum number of requests that may wait.
	 */
	static final int MAX = 1024;

	private final Outbox outbox;

	private final PayloadFormat format;

	private final Duration timeout;

	private final Executor completions;

	private final Map<Long, CompletableFuture<Letter>> waiting = new ConcurrentHashMap<>();

	/**
	 * @param timeout how long to wait for an answer
	 * @param completions runs the stages that depend on an answer
	 */
	Requests(Outbox outbox, PayloadFormat format, Duration timeout, Executor completions) {
		this.outbox = outbox;
		this.format = format;
		this.timeout = timeout;
		this.completions = completions;
	}

	/**
	 * Send a request to a worker.
	 * @param slot its slot, 0 for any
	 */
	<R> CompletableFuture<R> ask(int slot, Object payload, Class<R> type) {
		if (this.waiting.size() >= MAX) {
			throw new ClusterException(Reason.UNAVAILABLE,
					"The request was not sent: %d requests to other workers already await their answers"
						.formatted(MAX));
		}
		String body = this.format.write(payload);
		long id = this.outbox.nextId();
		CompletableFuture<Letter> answer = new CompletableFuture<>();
		this.waiting.put(id, answer);
		answer.orTimeout(this.timeout.toMillis(), TimeUnit.MILLISECONDS)
			.whenComplete((letter, ex) -> this.waiting.remove(id));
		CompletableFuture<R> result = answer.handleAsync((letter, ex) -> read(letter, ex, slot, type),
				this.completions);
		try {
			this.outbox.post(Kind.REQUEST, slot, id, payload.getClass().getName(), body).thenAccept((receivers) -> {
				if (receivers == 0) {
					answer.completeExceptionally(nobody(slot));
				}
			});
		}
		catch (ClusterException ex) {
			answer.cancel(false);
			throw ex;
		}
		return result;
	}

	/**
	 * Called when an answer has arrived.
	 */
	void answered(Letter letter) {
		CompletableFuture<Letter> answer = this.waiting.get(letter.answers());
		if (answer != null) {
			answer.complete(letter);
		}
	}

	static ClusterException nobody(int slot) {
		return new ClusterException(Reason.UNAVAILABLE,
				(slot > 0) ? "No worker is ready in slot " + slot : "No worker is ready");
	}

	private <R> @Nullable R read(@Nullable Letter letter, @Nullable Throwable failure, int slot, Class<R> type) {
		if (failure instanceof TimeoutException) {
			throw new ClusterException(Reason.UNAVAILABLE, "%s did not answer within %s (cluster.messaging.timeout)"
				.formatted((slot > 0) ? "Slot " + slot : "The worker", this.timeout));
		}
		if (failure != null || letter == null) {
			throw (failure instanceof RuntimeException unchecked) ? unchecked : new CompletionException(failure);
		}
		if (letter.kind() == Kind.FAILURE) {
			throw new ClusterException(Reason.valueOf(letter.type()), String.valueOf(letter.body()));
		}
		return type.cast(this.format.read(letter.body(), this.format.type(type)));
	}

}
