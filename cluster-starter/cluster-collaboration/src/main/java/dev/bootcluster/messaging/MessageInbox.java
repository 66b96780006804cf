/*
 * Copyright 2026 the Boot Cluster authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *      https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */

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
 * Letters that wait for the application's listeners, and the thread that brings them. The
 * primary sends no more than a window, so nothing piles up.
 */
final class MessageInbox implements AutoCloseable {

	private static final Log logger = LogFactory.getLog(MessageInbox.class);

	/**
	 * The primary is told at the latest after so many.
	 */
	private static final int BATCH = Link.WINDOW / 4;

	private static final int UNCOUNTED = 1024;

	private static final int PATIENCE_SECONDS = 5;

	private final BlockingQueue<Incoming> letters = new LinkedBlockingQueue<>();

	/**
	 * Room for what the primary does not count.
	 */
	private final Semaphore room = new Semaphore(UNCOUNTED);

	private final Consumer<Letter> listener;

	private final IntConsumer taken;

	private final Thread thread = new Thread(this::bring, "cluster-messages");

	/**
	 * Create a new inbox.
	 * @param listener hears every letter, on the inbox's thread
	 * @param taken hears how many more letters are done with
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
	 * Take a letter of the primary; never waits.
	 */
	void put(Letter letter) {
		this.letters.add(new Incoming(letter, true));
	}

	/**
	 * Take a letter that came another way, after a wait if the listeners are behind.
	 * @return {@code false} if they took nothing for so long that it is lost
	 */
	boolean offer(Letter letter) {
		try {
			if (this.room.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
				this.letters.add(new Incoming(letter, false));
				return true;
			}
			logger.warn("A message of type %s is lost: listeners took none for %d seconds".formatted(letter.type(),
					PATIENCE_SECONDS));
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		return false;
	}

	/**
	 * How many letters wait.
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
			logger.debug("No more messages are heard", ex);
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
	 * @param counted whether the primary waits to hear that it is done with
	 */
	private record Incoming(Letter letter, boolean counted) {

	}

}
