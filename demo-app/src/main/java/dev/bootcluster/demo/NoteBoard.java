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
