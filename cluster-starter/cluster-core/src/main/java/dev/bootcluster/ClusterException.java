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

package dev.bootcluster;

/**
 * The cluster cannot do what it was asked.
 */
public class ClusterException extends RuntimeException {

	private final Reason reason;

	/**
	 * Create a new exception.
	 * @param reason what kind of refusal this is
	 * @param message what was asked and why it cannot be done
	 */
	public ClusterException(Reason reason, String message) {
		super(message);
		this.reason = reason;
	}

	/**
	 * Return the kind of refusal.
	 * @return the reason
	 */
	public Reason getReason() {
		return this.reason;
	}

	/**
	 * Kinds of refusal.
	 */
	public enum Reason {

		/**
		 * The request is invalid whatever the cluster's state.
		 */
		INVALID,

		/**
		 * There is no such slot.
		 */
		NOT_FOUND,

		/**
		 * Not now: the cluster's state or something under way forbids it.
		 */
		CONFLICT,

		/**
		 * Another worker failed to do what it was asked.
		 */
		FAILED,

		/**
		 * The primary did not answer, or the cluster is shutting down.
		 */
		UNAVAILABLE

	}

}
