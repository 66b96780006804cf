// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.messaging;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.IntConsumer;

import dev.bootcluster.ipc.Letter;
import dev.bootcluster.ipc.Link;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Letters that wait for the application's listeners, and the thread that delivers them.
 * The primary sends at most a window of letters, so that they do not pile up.
 */
final class MessageInbox implements AutoCloseable {

	private static final Log logger = LogFactory.getLog(MessageInbox.class);

	/**
	 * The maximum number of letters handled before the primary is told.
	 */
	private static final int BATCH = Link.WINDOW / 4;

	private static final int UNCOUNTED = 1024;

	private static final int PATIENCE_SECONDS = 5;

	private final BlockingQueue<Incoming> letters = new LinkedBlockingQueue<>();

	/**
	 * Room for letters that the primary does not count.
	 */
	private final Semaphore room = new Semaphore(UNCOUNTED);

	private final Consumer<Letter> listener;

	private final IntConsumer taken;

	private final Thread thread = new Thread(this::bring, "cluster-messages");

	/**
	 * @param listener called with every letter, on the inbox's thread
	 * @param taken called with the number of letters handled since the last call
	 */
	MessageInbox(Consumer<Letter> listener, IntConsumer taken) {
		this.listener = listener;
		this.taken = taken;
		this.thread.setDaemon(true);
	}

	void open() {
		this.thread.start();
	}

	/**
	 * Add a letter from the primary; never blocks.
	 */
	void put(Letter letter) {
		this.letters.add(new Incoming(letter, true));
	}

	/**
	 * Add a letter that did not come from the primary, waiting if the listeners are
	 * behind.
	 * @return {@code false} if the listeners took none for so long that the letter is
	 * lost
	 */
	boolean offer(Letter letter) {
		try {
			if (this.room.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
				this.letters.add(new Incoming(letter, false));
				return true;
			}
			logger.warn("A message of type %s is lost, because listeners took none for %d seconds"
				.formatted(letter.type(), PATIENCE_SECONDS));
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		return false;
	}

	/**
	 * The number of letters that wait.
	 */
	int size() {
		return this.letters.size();
	}

	@Override
	public void close() {
		this.thread.interrupt();
	}

	private void bring() {
		int done = 0;
		try {
			while (true) {
				Incoming incoming = this.letters.take();
				bring(incoming.letter());
				if (incoming.counted()) {
					done++;
				}
				else {
					this.room.release();
				}
				if (done == BATCH || (done > 0 && this.letters.isEmpty())) {
					this.taken.accept(done);
					done = 0;
				}
			}
		}
		catch (InterruptedException ex) {
			logger.debug("Messages are no longer delivered", ex);
		}
	}

	private void bring(Letter letter) {
		try {
			this.listener.accept(letter);
		}
		catch (Throwable ex) {
			logger.error("A listener failed on a message of type " + letter.type(), ex);
		}
	}

	/**
	 * A letter that waits.
	 *
	 * @param counted whether the primary waits to be told that it has been handled
	 */
	private record Incoming(Letter letter, boolean counted) {

	}

}
