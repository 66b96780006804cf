// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.demo;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;

import dev.bootcluster.messaging.ClusterMessageListener;
import dev.bootcluster.messaging.MessageSender;

import org.springframework.stereotype.Component;

/**
 * What this worker has heard from the others.
 */
@Component
class NoteBoard {

	private final Map<Long, Tally> heard = new TreeMap<>();

	private final AtomicLong written = new AtomicLong();

	private final CurrentProcess process;

	NoteBoard(CurrentProcess process) {
		this.process = process;
	}

	/**
	 * A new note of this worker.
	 */
	Note write(String text) {
		return new Note(this.written.incrementAndGet(), text);
	}

	@ClusterMessageListener
	synchronized void hear(Note note, MessageSender from) {
		this.heard.merge(from.pid(), new Tally(1, note.number(), 0), (before, now) -> before.and(note.number()));
	}

	@ClusterMessageListener
	synchronized Report answer(Question question) {
		return new Report(this.process.pid(), Map.copyOf(this.heard));
	}

	/**
	 * Something to tell.
	 *
	 * @param number counts the notes of a worker
	 * @param text what it says
	 */
	record Note(long number, String text) {

	}

	/**
	 * What have you heard?
	 */
	record Question() {

	}

	/**
	 * This is what I have heard.
	 *
	 * @param pid who I am
	 * @param heard the notes of each process
	 */
	record Report(long pid, Map<Long, Tally> heard) {

	}

	/**
	 * The notes of one process.
	 *
	 * @param notes how many
	 * @param last the number of the last one
	 * @param disorder how many did not follow on the one before
	 */
	record Tally(long notes, long last, long disorder) {

		Tally and(long number) {
			return new Tally(this.notes + 1, number, this.disorder + ((number == this.last + 1) ? 0 : 1));
		}

	}

}
