// SPDX-License-Identifier: Apache-2.0

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
		@JsonSubTypes.Type(value = FromWorker.Sessions.class, name = "sessions"),
		@JsonSubTypes.Type(value = FromWorker.StopRequested.class, name = "stop-requested"),
		@JsonSubTypes.Type(value = FromWorker.Leaving.class, name = "leaving"),
		@JsonSubTypes.Type(value = FromWorker.ShutDown.class, name = "shut-down"),
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
	 * @param protocol the {@link Protocol} version of the worker's Boot Cluster, which
	 * may differ from the primary's after a reload
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
	 * The worker's condition, once a second.
	 *
	 * @param connections open connections
	 * @param requests requests completed since the start
	 * @param errors how many of these ended in a server error: status 5xx, or an
	 * exception after the response was committed
	 * @param memory resident memory in bytes, 0 if unknown
	 * @param executing requests that hold a thread; suspended asynchronous requests,
	 * event streams and WebSockets hold none
	 * @param oldestMillis milliseconds for which the oldest of these has held its thread
	 * without reading or writing a byte of a body, 0 if there is none
	 * @param queued tasks that wait for a thread, -1 if unknown
	 * @param busyThreads request threads that have a task, -1 if unknown
	 * @param maxThreads the limit of request threads, -1 if unknown or unlimited
	 * @param heapAfterGc bytes of heap in use after the last garbage collection, 0 before
	 * the first
	 * @param cpuNanos processor time of the process in nanoseconds, 0 if unknown
	 * @param p50 microseconds within which half of the requests since the last heartbeat
	 * were completed, 0 if there was none
	 * @param p99 the same for 99 % of them
	 * @param inFlight requests that were begun and have not ended, including those that
	 * hold no thread
	 */
	record Heartbeat(long connections, long requests, long errors, long memory, long executing, long oldestMillis,
			long queued, long busyThreads, long maxThreads, long heapAfterGc, long cpuNanos, long p50, long p99,
			long inFlight) implements FromWorker {

		/**
		 * Stands for a worker that has sent no heartbeat.
		 */
		public static final Heartbeat NONE = new Heartbeat(0, 0, 0, 0, 0, 0, -1, -1, -1, 0, 0, 0, 0, 0);

		/**
		 * Return what stays true of a worker that has ended: what it counted.
		 */
		public Heartbeat ended() {
			return new Heartbeat(0, this.requests, this.errors, 0, 0, 0, -1, -1, -1, 0, this.cpuNanos, 0, 0, 0);
		}

	}

	/**
	 * How many sessions a worker has that lives on for them, once a second.
	 *
	 * @param count the number of sessions in its memory
	 */
	record Sessions(long count) implements FromWorker {
	}

	/**
	 * Something other than the primary asked this process to end.
	 *
	 * @param cause what asked, such as the signal's name
	 */
	record StopRequested(String cause) implements FromWorker {
	}

	/**
	 * The worker's own application is ending this process, by {@code System.exit} or by
	 * closing its context; the worker waits for its drain.
	 *
	 * @param cause what happened
	 */
	record Leaving(String cause) implements FromWorker {
	}

	/**
	 * Somebody who may has asked the application to end: all of it.
	 *
	 * @param cause what asked
	 */
	record ShutDown(String cause) implements FromWorker {
	}

	/**
	 * Nothing is active any more; the process is about to exit.
	 *
	 * @param cut connections cut at the deadline
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
	 * A request to the primary.
	 *
	 * @param id correlates the reply
	 * @param request the request
	 */
	record Call(long id, Request<?> request) implements FromWorker {
	}

	/**
	 * A letter to other workers.
	 *
	 * @param letter the letter, still unsigned
	 */
	record Post(Letter letter) implements FromWorker {
	}

	/**
	 * The worker is done with letters; as many more may be delivered.
	 *
	 * @param letters how many since the last such message
	 */
	record Taken(int letters) implements FromWorker {
	}

	/**
	 * The worker has computed a shared value, or failed to.
	 *
	 * @param name the value's name
	 * @param value its JSON, {@code null} if it could not be computed
	 */
	record Computed(String name, @Nullable String value) implements FromWorker {
	}

}
