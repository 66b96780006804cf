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

import org.jspecify.annotations.Nullable;

/**
 * Something one worker's application says to other workers. The primary passes it on
 * without reading it.
 *
 * @param kind what is wanted
 * @param to the receiver: a slot, or 0 for any, of what is sent and requested; a launch
 * of what answers; of no meaning in a broadcast
 * @param id the sender's number for it
 * @param answers the number of the request that it answers, 0 if it answers none
 * @param from who sent it, {@code null} until the primary has signed it
 * @param type the name of the payload's class; of a failure, its reason
 * @param body the payload's JSON; of a failure, its message
 */
public record Letter(Kind kind, long to, long id, long answers, @Nullable Sender from, String type,
		@Nullable String body) {

	/**
	 * The letter with its sender's name.
	 * @param sender who sent it
	 * @return the signed letter
	 */
	public Letter signed(Sender sender) {
		return new Letter(this.kind, this.to, this.id, this.answers, sender, this.type, this.body);
	}

	/**
	 * What is wanted of the receiver.
	 */
	public enum Kind {

		/**
		 * Every ready worker gets it, the sender too.
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
		 * The answer to a request that failed.
		 */
		FAILURE

	}

	/**
	 * A worker.
	 *
	 * @param launch the number the primary gave its process
	 * @param slot its slot
	 * @param pid its process
	 */
	public record Sender(long launch, int slot, long pid) {

	}

}
