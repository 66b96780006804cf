// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.worker;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

import dev.bootcluster.ClusterException;
import dev.bootcluster.ClusterException.Reason;
import dev.bootcluster.ipc.FromPrimary;
import dev.bootcluster.ipc.FromWorker;
import dev.bootcluster.ipc.Request;
import dev.bootcluster.ipc.Wire;
import org.jspecify.annotations.Nullable;

/**
 * Requests to the primary that await their responses.
 */
final class PrimaryCalls {

	private static final Duration TIMEOUT = Duration.ofSeconds(2);

	private final Map<Long, CompletableFuture<FromPrimary.Reply>> waiting = new ConcurrentHashMap<>();

	private final AtomicLong ids = new AtomicLong();

	private final Consumer<FromWorker> channel;

	PrimaryCalls(Consumer<FromWorker> channel) {
		this.channel = channel;
	}

	<R> @Nullable R ask(Request<R> request) {
		return ask(request, TIMEOUT);
	}

	<R> R require(Request<R> request) {
		return require(request, TIMEOUT);
	}

	<R> R require(Request<R> request, Duration timeout) {
		R answer = ask(request, timeout);
		if (answer == null) {
			throw new ClusterException(Reason.UNAVAILABLE, "The primary answered without a result");
		}
		return answer;
	}

	private <R> @Nullable R ask(Request<R> request, Duration timeout) {
		long id = this.ids.incrementAndGet();
		CompletableFuture<FromPrimary.Reply> answer = new CompletableFuture<>();
		this.waiting.put(id, answer);
		try {
			this.channel.accept(new FromWorker.Call(id, request));
			FromPrimary.Reply reply = answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
			if (reply.refusal() != null) {
				throw new ClusterException(Reason.valueOf(reply.refusal()), String.valueOf(reply.text()));
			}
			Object result = reply.result();
			return (result == null) ? null : Wire.fromJson(result, request.answer());
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new ClusterException(Reason.UNAVAILABLE, "Interrupted while asking the primary");
		}
		catch (ExecutionException | TimeoutException ex) {
			throw new ClusterException(Reason.UNAVAILABLE,
					"The primary did not answer within %d seconds".formatted(timeout.toSeconds()));
		}
		finally {
			this.waiting.remove(id);
		}
	}

	void answered(FromPrimary.Reply reply) {
		CompletableFuture<FromPrimary.Reply> answer = this.waiting.get(reply.id());
		if (answer != null) {
			answer.complete(reply);
		}
	}

}
