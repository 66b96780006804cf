// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.relay;

/**
 * A request that nobody answers.
 */
final class Refusal extends Exception {

	private final int status;

	Refusal(int status, String message) {
		super(message);
		this.status = status;
	}

	int status() {
		return this.status;
	}

	String reason() {
		return String.valueOf(getMessage());
	}

}
