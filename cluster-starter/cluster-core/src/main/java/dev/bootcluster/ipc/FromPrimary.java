// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.ipc;

import java.util.List;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import org.jspecify.annotations.Nullable;

/**
 * What the primary tells a worker on its control channel.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({ @JsonSubTypes.Type(value = FromPrimary.Drain.class, name = "drain"),
		@JsonSubTypes.Type(value = FromPrimary.Linger.class, name = "linger"),
		@JsonSubTypes.Type(value = FromPrimary.GiveBack.class, name = "give-back"),
		@JsonSubTypes.Type(value = FromPrimary.DumpThreads.class, name = "dump-threads"),
		@JsonSubTypes.Type(value = FromPrimary.ReportLoad.class, name = "report-load"),
		@JsonSubTypes.Type(value = FromPrimary.Event.class, name = "event"),
		@JsonSubTypes.Type(value = FromPrimary.Reply.class, name = "reply"),
		@JsonSubTypes.Type(value = FromPrimary.Posted.class, name = "posted"),
		@JsonSubTypes.Type(value = FromPrimary.Deliver.class, name = "deliver"),
		@JsonSubTypes.Type(value = FromPrimary.Missed.class, name = "missed"),
		@JsonSubTypes.Type(value = FromPrimary.Leader.class, name = "leader"),
		@JsonSubTypes.Type(value = FromPrimary.Shared.class, name = "shared") })
public sealed interface FromPrimary extends Message {

	/**
	 * Take no new work, finish what is active, exit.
	 *
	 * @param timeoutMillis after how long to cut what is still active
	 * @param idleMillis how long a connection without a request may stay open
	 * @param handoffs how many descriptors were sent on the handoff channels, all of them
	 * together; any that have not arrived yet must still be served
	 */
	record Drain(long timeoutMillis, long idleMillis, long handoffs) implements FromPrimary {
	}

	/**
	 * Serve only requests of the sessions in this worker, and tell how many there are.
	 */
	record Linger() implements FromPrimary {
	}

	/**
	 * Give connections back, because other workers have fewer or are less busy.
	 *
	 * @param slots for each connection the slot that should have it, 0 if any will do;
	 * replaces what is left of an earlier order
	 * @param active whether only those count that are in use, and so make work: as large
	 * a part of them as {@code slots} would be of all
	 */
	record GiveBack(List<Integer> slots, boolean active) implements FromPrimary {
	}

	/**
	 * Write a dump of all threads.
	 *
	 * @param file the file to write, which must not exist
	 */
	record DumpThreads(String file) implements FromPrimary {
	}

	/**
	 * Report the load on the handoff channels, because the balancing policy looks at it.
	 *
	 * @param wanted {@code false} to report it no more
	 */
	record ReportLoad(boolean wanted) implements FromPrimary {
	}

	/**
	 * Something happened to the cluster.
	 *
	 * @param event the event
	 */
	record Event(Object event) implements FromPrimary {
	}

	/**
	 * The answer to a call.
	 *
	 * @param id the id of the call
	 * @param refusal the kind of refusal, {@code null} on success
	 * @param text the refusal's message
	 * @param result the answer, {@code null} if there is none
	 */
	record Reply(long id, @Nullable String refusal, @Nullable String text,
			@Nullable Object result) implements FromPrimary {
	}

	/**
	 * Letters from this worker have been passed on; it may post as many more.
	 *
	 * @param receipts one per letter
	 */
	record Posted(List<Receipt> receipts) implements FromPrimary {
	}

	/**
	 * The outcome of a letter.
	 *
	 * @param id the id of the letter
	 * @param receivers how many workers it was sent to
	 */
	record Receipt(long id, int receivers) {
	}

	/**
	 * A letter for this worker.
	 *
	 * @param letter the letter
	 */
	record Deliver(Letter letter) implements FromPrimary {
	}

	/**
	 * Letters for this worker were dropped because it accepted none for too long.
	 *
	 * @param letters how many
	 */
	record Missed(long letters) implements FromPrimary {
	}

	/**
	 * The leader of this cluster.
	 *
	 * @param term increases with every change
	 * @param slot the leader's slot, 0 if there is none
	 * @param pid the leader's process id
	 */
	record Leader(long term, int slot, long pid) implements FromPrimary {

		/**
		 * There is no leader and never was.
		 */
		public static final Leader NONE = new Leader(0, 0, 0);

	}

	/**
	 * A shared value.
	 *
	 * @param name the value's name
	 * @param version increases with every value of that name
	 * @param value its JSON
	 */
	record Shared(String name, long version, String value) implements FromPrimary {
	}

}
