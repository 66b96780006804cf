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

package dev.bootcluster.ipc;

import java.util.List;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Everything primary and worker say to each other on the control channel. On the wire a
 * message is a frame of four bytes of length, big-endian, and that many bytes of JSON
 * whose {@code type} names the record.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({ @JsonSubTypes.Type(value = Message.Hello.class, name = "hello"),
		@JsonSubTypes.Type(value = Message.Ready.class, name = "ready"),
		@JsonSubTypes.Type(value = Message.Heartbeat.class, name = "heartbeat"),
		@JsonSubTypes.Type(value = Message.StopRequested.class, name = "stop-requested"),
		@JsonSubTypes.Type(value = Message.Leaving.class, name = "leaving"),
		@JsonSubTypes.Type(value = Message.Drain.class, name = "drain"),
		@JsonSubTypes.Type(value = Message.Drained.class, name = "drained"),
		@JsonSubTypes.Type(value = Message.DumpThreads.class, name = "dump-threads"),
		@JsonSubTypes.Type(value = Message.ThreadsDumped.class, name = "threads-dumped"),
		@JsonSubTypes.Type(value = Message.Event.class, name = "event"),
		@JsonSubTypes.Type(value = Message.Call.class, name = "call"),
		@JsonSubTypes.Type(value = Message.Reply.class, name = "reply"),
		@JsonSubTypes.Type(value = Message.Post.class, name = "post"),
		@JsonSubTypes.Type(value = Message.Posted.class, name = "posted"),
		@JsonSubTypes.Type(value = Message.Deliver.class, name = "deliver"),
		@JsonSubTypes.Type(value = Message.Taken.class, name = "taken"),
		@JsonSubTypes.Type(value = Message.Missed.class, name = "missed"),
		@JsonSubTypes.Type(value = Message.Leader.class, name = "leader"),
		@JsonSubTypes.Type(value = Message.Computed.class, name = "computed"),
		@JsonSubTypes.Type(value = Message.Shared.class, name = "shared") })
public sealed interface Message {

	/**
	 * Worker: the first message on a channel.
	 *
	 * @param launch the number the primary gave this process when it spawned it
	 * @param pid the worker's process id
	 * @param protocol the {@link #PROTOCOL} of the worker's version of Boot Cluster,
	 * which is another one than the primary's if a reload brought it
	 */
	record Hello(long launch, long pid, int protocol) implements Message {

		/**
		 * Counts the changes of what is said between primary and workers that one of
		 * another version would not understand.
		 */
		public static final int PROTOCOL = 1;

		public Hello(long launch, long pid) {
			this(launch, pid, PROTOCOL);
		}

	}

	/**
	 * Worker: the application can serve.
	 */
	record Ready() implements Message {
	}

	/**
	 * Worker: how it is doing, once a second.
	 *
	 * @param connections number of connections open
	 * @param requests number of requests completed since the start
	 * @param errors number of requests among them that ended with a server error: with
	 * status 5xx, or with an exception after the response was committed
	 * @param memory resident memory in bytes, 0 if unknown
	 * @param executing number of requests that hold a thread; suspended asynchronous
	 * requests, streams of events and WebSockets hold none
	 * @param oldestMillis how many milliseconds the oldest of them has held its thread
	 * without reading or writing a byte of a body, 0 if there is none
	 * @param queued number of tasks that wait for a thread, -1 if unknown
	 * @param busyThreads number of request threads that have a task, -1 if unknown
	 * @param maxThreads number of request threads there can be, -1 if unknown or
	 * unlimited
	 * @param heapAfterGc heap in use after the last garbage collection in bytes, 0 if
	 * there was none yet
	 */
	record Heartbeat(long connections, long requests, long errors, long memory, long executing, long oldestMillis,
			long queued, long busyThreads, long maxThreads, long heapAfterGc) implements Message {

		/**
		 * What is known of a worker that has said nothing.
		 */
		public static final Heartbeat NONE = new Heartbeat(0, 0, 0, 0, 0, 0, -1, -1, -1, 0);

	}

	/**
	 * Worker: something other than the primary asked this process to end.
	 *
	 * @param cause what asked, such as the signal's name
	 */
	record StopRequested(String cause) implements Message {
	}

	/**
	 * Worker: its own application ends this process, by {@code System.exit} or by closing
	 * its context. It waits for its drain.
	 *
	 * @param cause what happened
	 */
	record Leaving(String cause) implements Message {
	}

	/**
	 * Primary: take nothing new, finish what is active, exit.
	 *
	 * @param timeoutMillis when to cut what is still active
	 * @param idleMillis how long a connection without a request may stay until it is
	 * closed
	 * @param handoffs how many descriptors were sent on the handoff channel; those that
	 * have not arrived yet are still to be served
	 */
	record Drain(long timeoutMillis, long idleMillis, long handoffs) implements Message {
	}

	/**
	 * Worker: nothing is active any more, the process is about to exit.
	 *
	 * @param cut connections that the deadline cut
	 */
	record Drained(long cut) implements Message {
	}

	/**
	 * Primary: write down what all threads do.
	 *
	 * @param file the file to write, which does not exist
	 */
	record DumpThreads(String file) implements Message {
	}

	/**
	 * Worker: the dump of all threads is complete.
	 *
	 * @param file the file that holds it
	 */
	record ThreadsDumped(String file) implements Message {
	}

	/**
	 * Primary: something happened to the cluster.
	 *
	 * @param event what
	 */
	record Event(JsonNode event) implements Message {
	}

	/**
	 * Worker: a question to the primary.
	 *
	 * @param id correlates the reply
	 * @param request what is asked
	 */
	record Call(long id, Request<?> request) implements Message {
	}

	/**
	 * Primary: the answer to a call.
	 *
	 * @param id the call's
	 * @param refusal the kind of refusal, {@code null} if the call succeeded
	 * @param text the refusal's message
	 * @param result the answer, {@code null} if there is none
	 */
	record Reply(long id, @Nullable String refusal, @Nullable String text,
			@Nullable JsonNode result) implements Message {
	}

	/**
	 * Worker: a letter for other workers.
	 *
	 * @param letter the letter, not signed yet
	 */
	record Post(Letter letter) implements Message {
	}

	/**
	 * Primary: letters of this worker have been sent on, and as many more may be posted.
	 *
	 * @param receipts one for each letter
	 */
	record Posted(List<Receipt> receipts) implements Message {
	}

	/**
	 * What became of a letter.
	 *
	 * @param id the letter's
	 * @param receivers how many workers it was sent to
	 */
	record Receipt(long id, int receivers) {
	}

	/**
	 * Primary: a letter for this worker.
	 *
	 * @param letter the letter
	 */
	record Deliver(Letter letter) implements Message {
	}

	/**
	 * Worker: it is done with letters, and as many more may be delivered.
	 *
	 * @param letters how many since it last said so
	 */
	record Taken(int letters) implements Message {
	}

	/**
	 * Primary: letters for this worker were dropped because it took none for too long.
	 *
	 * @param letters how many
	 */
	record Missed(long letters) implements Message {
	}

	/**
	 * Primary: who leads the workers of this cluster.
	 *
	 * @param term grows with every change
	 * @param slot the leader's slot, 0 if nobody leads
	 * @param pid the leader's process
	 */
	record Leader(long term, int slot, long pid) implements Message {

		/**
		 * Nobody leads, and nobody has led.
		 */
		public static final Leader NONE = new Leader(0, 0, 0);

	}

	/**
	 * Worker: it has computed a shared value, or tried to.
	 *
	 * @param name the value's name
	 * @param value its JSON, {@code null} if it could not be computed
	 */
	record Computed(String name, @Nullable String value) implements Message {
	}

	/**
	 * Primary: a shared value.
	 *
	 * @param name the value's name
	 * @param version grows with every value of that name
	 * @param value its JSON
	 */
	record Shared(String name, long version, String value) implements Message {
	}

}
