// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.messaging;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import dev.bootcluster.ClusterException;
import dev.bootcluster.ClusterException.Reason;
import dev.bootcluster.ipc.FromPrimary;
import dev.bootcluster.ipc.FromWorker;
import dev.bootcluster.ipc.Letter;
import dev.bootcluster.ipc.Letter.Kind;
import dev.bootcluster.ipc.Link;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.InitializingBean;

/**
 * Messages between the workers of one host, through the primary.
 */
public final class HostMessages implements ClusterMessages, InitializingBean, DisposableBean {

	private static final Log logger = LogFactory.getLog(HostMessages.class);

	private final Link link;

	private final PayloadFormat format;

	private final MessageStats stats;

	private final MessageInbox inbox;

	private final Outbox outbox;

	private final Requests requests;

	/**
	 * Runs the stages that depend on answers, which must not hold up the channel.
	 */
	private final ExecutorService completions = Executors.newSingleThreadExecutor((task) -> {
		Thread thread = new Thread(task, "cluster-answers");
		thread.setDaemon(true);
		return thread;
	});

	/**
	 * @param link the primary
	 * @param format writes payloads
	 * @param listeners the application's listeners
	 * @param timeout how long to wait for room, and for an answer
	 * @param stats counts messages
	 */
	HostMessages(Link link, PayloadFormat format, MessageListeners listeners, Duration timeout, MessageStats stats) {
		this.link = link;
		this.format = format;
		this.stats = stats;
		this.outbox = new Outbox(link, timeout, stats, this.completions);
		this.requests = new Requests(this.outbox, format, timeout, this.completions);
		Answering answering = new Answering(this.outbox, format, listeners, link.slot(), this.completions);
		this.inbox = new MessageInbox((letter) -> {
			stats.received();
			answering.hear(letter);
		}, (taken) -> link.send(new FromWorker.Taken(taken)));
	}

	@Override
	public void afterPropertiesSet() {
		this.link.on(FromPrimary.Deliver.class, (message) -> delivered(message.letter()));
		this.link.on(FromPrimary.Missed.class, (message) -> missed(message.letters()));
		this.inbox.open();
	}

	@Override
	public void destroy() {
		this.inbox.close();
		this.completions.shutdown();
	}

	@Override
	public CompletableFuture<Integer> broadcast(Object payload) {
		return this.outbox.post(Kind.BROADCAST, 0, this.outbox.nextId(), payload.getClass().getName(),
				this.format.write(payload));
	}

	@Override
	public CompletableFuture<Void> send(int slot, Object payload) {
		requireSlot(slot);
		return this.outbox
			.post(Kind.SEND, slot, this.outbox.nextId(), payload.getClass().getName(), this.format.write(payload))
			.thenAccept((receivers) -> {
				if (receivers == 0) {
					throw Requests.nobody(slot);
				}
			});
	}

	@Override
	public <R> CompletableFuture<R> request(int slot, Object payload, Class<R> answer) {
		requireSlot(slot);
		return this.requests.ask(slot, payload, answer);
	}

	@Override
	public <R> CompletableFuture<R> request(Object payload, Class<R> answer) {
		return this.requests.ask(0, payload, answer);
	}

	PayloadFormat format() {
		return this.format;
	}

	/**
	 * Pass a letter that did not come from the primary to this worker's listeners,
	 * waiting if they are behind.
	 */
	void heard(Letter letter) {
		if (!this.inbox.offer(letter)) {
			this.stats.lost(1);
		}
	}

	/**
	 * An answer never queues behind a listener that may be waiting for it.
	 */
	private void delivered(Letter letter) {
		if (letter.kind() == Kind.RESPONSE || letter.kind() == Kind.FAILURE) {
			this.requests.answered(letter);
			this.link.send(new FromWorker.Taken(1));
		}
		else {
			this.inbox.put(letter);
		}
	}

	private void missed(long letters) {
		this.stats.lost(letters);
		logger.warn("%d messages to this worker were lost, because its listeners took none while they waited"
			.formatted(letters));
	}

	private static void requireSlot(int slot) {
		if (slot < 1) {
			throw new ClusterException(Reason.INVALID,
					"There is no slot %d: slots are numbered from 1".formatted(slot));
		}
	}

}
