// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.messaging;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import dev.bootcluster.ClusterException;
import dev.bootcluster.ClusterException.Reason;
import dev.bootcluster.ipc.FromPrimary;
import dev.bootcluster.ipc.FromPrimary.Receipt;
import dev.bootcluster.ipc.FromWorker;
import dev.bootcluster.ipc.Letter;
import dev.bootcluster.ipc.Letter.Kind;
import dev.bootcluster.ipc.Link;
import org.jspecify.annotations.Nullable;

/**
 * Letters that this worker has posted and the primary has not forwarded yet: at most a
 * window, so that a sender faster than its receivers has to wait. Thread-safe.
 */
final class Outbox {

	private final Link link;

	private final Duration timeout;

	private final MessageStats stats;

	private final Executor completions;

	private final Semaphore room = new Semaphore(Link.WINDOW);

	private final AtomicLong ids = new AtomicLong();

	private final Map<Long, CompletableFuture<Integer>> posted = new ConcurrentHashMap<>();

	/**
	 * @param timeout how long to wait for room
	 * @param completions runs the stages that depend on a receipt
	 */
	Outbox(Link link, Duration timeout, MessageStats stats, Executor completions) {
		this.link = link;
		this.timeout = timeout;
		this.stats = stats;
		this.completions = completions;
		link.on(FromPrimary.Posted.class, (message) -> message.receipts().forEach(this::settled));
	}

	/**
	 * A number that no other letter from this worker has.
	 */
	long nextId() {
		return this.ids.incrementAndGet();
	}

	/**
	 * Post a letter, waiting if there is no room.
	 * @return completes with the number of workers it was sent to
	 * @throws ClusterException if no room becomes free in time
	 */
	CompletableFuture<Integer> post(Kind kind, long to, long id, String type, String body) {
		awaitRoom();
		CompletableFuture<Integer> receipt = new CompletableFuture<>();
		this.posted.put(id, receipt);
		this.link.send(new FromWorker.Post(new Letter(kind, to, id, 0, null, type, body)));
		return receipt;
	}

	/**
	 * Post the answer to a request. It needs no room: the requester has reserved some,
	 * and a listener that waited here would hold up the very threads that free room.
	 */
	void answer(Kind kind, Letter.Sender to, long request, String type, @Nullable String body) {
		this.link.send(new FromWorker.Post(new Letter(kind, to.launch(), nextId(), request, null, type, body)));
	}

	private void awaitRoom() {
		if (this.room.tryAcquire()) {
			return;
		}
		this.stats.waited();
		try {
			if (!this.room.tryAcquire(this.timeout.toMillis(), TimeUnit.MILLISECONDS)) {
				throw new ClusterException(Reason.UNAVAILABLE,
						("A message was not sent: there was no room for it within %s (cluster.messaging.timeout), "
								+ "because workers receive more slowly than others send")
							.formatted(this.timeout));
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new ClusterException(Reason.UNAVAILABLE, "Interrupted while waiting for room for a message");
		}
	}

	private void settled(Receipt receipt) {
		CompletableFuture<Integer> posted = this.posted.remove(receipt.id());
		if (posted != null) {
			this.room.release();
			this.stats.sent();
			posted.completeAsync(receipt::receivers, this.completions);
		}
	}

}
