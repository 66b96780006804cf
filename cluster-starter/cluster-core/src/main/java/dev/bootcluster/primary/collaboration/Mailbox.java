// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.primary.collaboration;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

import dev.bootcluster.ipc.FromPrimary;
import dev.bootcluster.ipc.Letter;
import dev.bootcluster.ipc.Link;
import dev.bootcluster.primary.fleet.Durations;
import dev.bootcluster.primary.fleet.WorkerHandle;
import dev.bootcluster.process.TaskLoop;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Letters for one worker. It gets as many at a time as its window allows; the others wait
 * here, and while they wait their senders may send fewer. If the worker takes none for a
 * while its letters are dropped, so that a hanging worker does not hold up the others any
 * longer.
 */
final class Mailbox {

	/**
	 * How long letters wait for a worker that takes none.
	 */
	static final Duration PATIENCE = Duration.ofSeconds(5);

	private static final Log logger = LogFactory.getLog(Mailbox.class);

	private final WorkerHandle worker;

	private final TaskLoop loop;

	private final Deque<Parcel> waiting = new ArrayDeque<>();

	/**
	 * How many letters the worker has and is not done with.
	 */
	private int delivered;

	private boolean stalled;

	private long missed;

	private @Nullable Runnable timer;

	Mailbox(WorkerHandle worker, TaskLoop loop) {
		this.worker = worker;
		this.loop = loop;
	}

	/**
	 * Deliver a letter as soon as the worker has room for it.
	 * @param letter the letter
	 * @param settled called when the letter no longer takes up memory here
	 */
	void put(Letter letter, Runnable settled) {
		if (this.stalled) {
			this.missed++;
			settled.run();
			return;
		}
		this.waiting.addLast(new Parcel(letter, settled));
		deliver();
	}

	/**
	 * The worker is done with letters.
	 */
	void taken(int letters) {
		this.delivered = Math.max(0, this.delivered - letters);
		timer(null);
		if (this.stalled) {
			this.stalled = false;
			logger.warn("%s takes messages again; %d were dropped".formatted(this.worker, this.missed));
			this.worker.tell(new FromPrimary.Missed(this.missed));
			this.missed = 0;
		}
		deliver();
	}

	/**
	 * The worker gets no more letters.
	 */
	void close() {
		timer(null);
		settleWaiting();
	}

	private void deliver() {
		while (this.delivered < Link.WINDOW && !this.waiting.isEmpty()) {
			Parcel parcel = this.waiting.removeFirst();
			this.delivered++;
			this.worker.tell(new FromPrimary.Deliver(parcel.letter()));
			parcel.settled().run();
		}
		if (!this.waiting.isEmpty() && this.timer == null) {
			timer(this.loop.schedule(PATIENCE, this::stall));
		}
	}

	private void stall() {
		this.timer = null;
		this.stalled = true;
		this.missed = this.waiting.size();
		logger.warn("%s has taken no messages for %s: they are dropped until it does".formatted(this.worker,
				Durations.text(PATIENCE)));
		settleWaiting();
	}

	private void settleWaiting() {
		Parcel parcel;
		while ((parcel = this.waiting.pollFirst()) != null) {
			parcel.settled().run();
		}
	}

	private void timer(@Nullable Runnable cancel) {
		if (this.timer != null) {
			this.timer.run();
		}
		this.timer = cancel;
	}

	/**
	 * A waiting letter.
	 */
	private record Parcel(Letter letter, Runnable settled) {

	}

}
