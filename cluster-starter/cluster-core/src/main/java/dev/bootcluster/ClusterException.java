// SPDX-License-Identifier: Apache-2.0

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
