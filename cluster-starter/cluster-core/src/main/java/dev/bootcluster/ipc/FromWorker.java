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

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import org.jspecify.annotations.Nullable;

/**
 * What a worker tells the primary on its control channel.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({ @JsonSubTypes.Type(value = FromWorker.Hello.class, name = "hello"),
		@JsonSubTypes.Type(value = FromWorker.Ready.class, name = "ready"),
		@JsonSubTypes.Type(value = FromWorker.Heartbeat.class, name = "heartbeat"),
		@JsonSubTypes.Type(value = FromWorker.StopRequested.class, name = "stop-requested"),
		@JsonSubTypes.Type(value = FromWorker.Leaving.class, name = "leaving"),
		@JsonSubTypes.Type(value = FromWorker.Drained.class, name = "drained"),
		@JsonSubTypes.Type(value = FromWorker.ThreadsDumped.class, name = "threads-dumped"),
		@JsonSubTypes.Type(value = FromWorker.Call.class, name = "call"),
		@JsonSubTypes.Type(value = FromWorker.Post.class, name = "post"),
		@JsonSubTypes.Type(value = FromWorker.Taken.class, name = "taken"),
		@JsonSubTypes.Type(value = FromWorker.Computed.class, name = "computed") })
public sealed interface FromWorker extends Message {

	/**
	 * The first message on a channel.
	 *
	 * @param launch the number the primary gave this process when it spawned it
	 * @param pid the worker's process id
	 * @param protocol the {@link Protocol} of the worker's version of Boot Cluster, which
	 * is another one than the primary's if a reload brought it
	 */
	record Hello(long launch, long pid, int protocol) implements FromWorker {

		public Hello(long launch, long pid) {
			this(launch, pid, Protocol.VERSION);
		}

	}

	/**
	 * The application can serve.
	 */
	record Ready() implements FromWorker {
	}

	/**
	 * How it is doing, once a second.
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
			long queued, long busyThreads, long maxThreads, long heapAfterGc) implements FromWorker {

		/**
		 * What is known of a worker that has said nothing.
		 */
		public static final Heartbeat NONE = new Heartbeat(0, 0, 0, 0, 0, 0, -1, -1, -1, 0);

	}

	/**
	 * Something other than the primary asked this process to end.
	 *
	 * @param cause what asked, such as the signal's name
	 */
	record StopRequested(String cause) implements FromWorker {
	}

	/**
	 * Its own application ends this process, by {@code System.exit} or by closing its
	 * context. It waits for its drain.
	 *
	 * @param cause what happened
	 */
	record Leaving(String cause) implements FromWorker {
	}

	/**
	 * Nothing is active any more, the process is about to exit.
	 *
	 * @param cut connections that the deadline cut
	 */
	record Drained(long cut) implements FromWorker {
	}

	/**
	 * The dump of all threads is complete.
	 *
	 * @param file the file that holds it
	 */
	record ThreadsDumped(String file) implements FromWorker {
	}

	/**
	 * A question to the primary.
	 *
	 * @param id correlates the reply
	 * @param request what is asked
	 */
	record Call(long id, Request<?> request) implements FromWorker {
	}

	/**
	 * A letter for other workers.
	 *
	 * @param letter the letter, not signed yet
	 */
	record Post(Letter letter) implements FromWorker {
	}

	/**
	 * It is done with letters, and as many more may be delivered.
	 *
	 * @param letters how many since it last said so
	 */
	record Taken(int letters) implements FromWorker {
	}

	/**
	 * It has computed a shared value, or tried to.
	 *
	 * @param name the value's name
	 * @param value its JSON, {@code null} if it could not be computed
	 */
	record Computed(String name, @Nullable String value) implements FromWorker {
	}

}
