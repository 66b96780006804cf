// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.relay;

/**
 * A request that nobody answers.
 */
final class Refusal extends Exception {

	private final int status;

	private final boolean secret;

	private Refusal(int status, String message, boolean secret) {
		super(message);
		this.status = status;
		this.secret = secret;
	}

	/**
	 * A refusal whose reason anybody may know.
	 */
	static Refusal open(int status, String message) {
		return new Refusal(status, message, false);
	}

	/**
	 * A refusal whose reason tells something about the cluster.
	 */
	static Refusal secret(int status, String message) {
		return new Refusal(status, message, true);
	}

	int status() {
		return this.status;
	}

	boolean isSecret() {
		return this.secret;
	}

	String reason() {
		return String.valueOf(getMessage());
	}

}
