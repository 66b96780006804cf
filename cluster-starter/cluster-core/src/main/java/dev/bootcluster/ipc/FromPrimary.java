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
 * What the primary tells a worker on its control channel.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({ @JsonSubTypes.Type(value = FromPrimary.Drain.class, name = "drain"),
		@JsonSubTypes.Type(value = FromPrimary.DumpThreads.class, name = "dump-threads"),
		@JsonSubTypes.Type(value = FromPrimary.Event.class, name = "event"),
		@JsonSubTypes.Type(value = FromPrimary.Reply.class, name = "reply"),
		@JsonSubTypes.Type(value = FromPrimary.Posted.class, name = "posted"),
		@JsonSubTypes.Type(value = FromPrimary.Deliver.class, name = "deliver"),
		@JsonSubTypes.Type(value = FromPrimary.Missed.class, name = "missed"),
		@JsonSubTypes.Type(value = FromPrimary.Leader.class, name = "leader"),
		@JsonSubTypes.Type(value = FromPrimary.Shared.class, name = "shared") })
public sealed interface FromPrimary extends Message {

	/**
	 * Take nothing new, finish what is active, exit.
	 *
	 * @param timeoutMillis when to cut what is still active
	 * @param idleMillis how long a connection without a request may stay until it is
	 * closed
	 * @param handoffs how many descriptors were sent on the handoff channel; those that
	 * have not arrived yet are still to be served
	 */
	record Drain(long timeoutMillis, long idleMillis, long handoffs) implements FromPrimary {
	}

	/**
	 * Write down what all threads do.
	 *
	 * @param file the file to write, which does not exist
	 */
	record DumpThreads(String file) implements FromPrimary {
	}

	/**
	 * Something happened to the cluster.
	 *
	 * @param event what
	 */
	record Event(JsonNode event) implements FromPrimary {
	}

	/**
	 * The answer to a call.
	 *
	 * @param id the call's
	 * @param refusal the kind of refusal, {@code null} if the call succeeded
	 * @param text the refusal's message
	 * @param result the answer, {@code null} if there is none
	 */
	record Reply(long id, @Nullable String refusal, @Nullable String text,
			@Nullable JsonNode result) implements FromPrimary {
	}

	/**
	 * Letters of this worker have been sent on, and as many more may be posted.
	 *
	 * @param receipts one for each letter
	 */
	record Posted(List<Receipt> receipts) implements FromPrimary {
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
	 * A letter for this worker.
	 *
	 * @param letter the letter
	 */
	record Deliver(Letter letter) implements FromPrimary {
	}

	/**
	 * Letters for this worker were dropped because it took none for too long.
	 *
	 * @param letters how many
	 */
	record Missed(long letters) implements FromPrimary {
	}

	/**
	 * Who leads the workers of this cluster.
	 *
	 * @param term grows with every change
	 * @param slot the leader's slot, 0 if nobody leads
	 * @param pid the leader's process
	 */
	record Leader(long term, int slot, long pid) implements FromPrimary {

		/**
		 * Nobody leads, and nobody has led.
		 */
		public static final Leader NONE = new Leader(0, 0, 0);

	}

	/**
	 * A shared value.
	 *
	 * @param name the value's name
	 * @param version grows with every value of that name
	 * @param value its JSON
	 */
	record Shared(String name, long version, String value) implements FromPrimary {
	}

}
