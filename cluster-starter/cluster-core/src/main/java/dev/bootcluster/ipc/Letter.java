// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.ipc;

import org.jspecify.annotations.Nullable;

/**
 * A message from one worker's application to other workers. The primary passes it on
 * without reading it.
 *
 * @param kind what the receiver should do
 * @param to the receiver: for SEND and REQUEST a slot, or 0 for any; for an answer a
 * launch; meaningless in a broadcast
 * @param id the sender's number for it
 * @param answers the number of the request it answers, 0 if none
 * @param from the sender, {@code null} until the primary has signed it
 * @param type the class name of the payload; for a failure, its reason
 * @param body the JSON of the payload; for a failure, its message
 */
public record Letter(Kind kind, long to, long id, long answers, @Nullable Sender from, String type,
		@Nullable String body) {

	/**
	 * Return the letter signed with its sender.
	 * @param sender the sender
	 * @return the signed letter
	 */
	public Letter signed(Sender sender) {
		return new Letter(this.kind, this.to, this.id, this.answers, sender, this.type, this.body);
	}

	/**
	 * What the receiver should do.
	 */
	public enum Kind {

		/**
		 * Every ready worker gets it, including the sender.
		 */
		BROADCAST,

		/**
		 * One worker gets it.
		 */
		SEND,

		/**
		 * One worker gets it and answers.
		 */
		REQUEST,

		/**
		 * The answer to a request.
		 */
		RESPONSE,

		/**
		 * Reports that a request failed.
		 */
		FAILURE

	}

	/**
	 * A worker.
	 *
	 * @param launch the number the primary gave its process
	 * @param slot its slot
	 * @param pid its process id
	 */
	public record Sender(long launch, int slot, long pid) {

	}

}
