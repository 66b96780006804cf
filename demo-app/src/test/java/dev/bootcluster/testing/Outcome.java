// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.testing;

/**
 * How a request ended; each is counted apart.
 */
public enum Outcome {

	/**
	 * Answered, complete, and with the expected content.
	 */
	OK("ok"),

	/**
	 * No connection could be opened.
	 */
	REFUSED("refused"),

	/**
	 * The connection was reset, or a kept-alive connection turned out to be closed
	 * without notice when the next request was sent on it.
	 */
	RESET("reset"),

	/**
	 * The connection or the answer did not come in time.
	 */
	TIMED_OUT("timed out"),

	/**
	 * The connection was closed in the middle of the answer, or before it on a fresh
	 * connection.
	 */
	TRUNCATED("truncated"),

	/**
	 * The answer was not HTTP/1.1 or did not have the expected content.
	 */
	WRONG("wrong"),

	/**
	 * A complete answer with the status 503.
	 */
	UNAVAILABLE("unavailable"),

	/**
	 * A complete answer with another status of 500 or more.
	 */
	SERVER_ERROR("server errors"),

	/**
	 * A complete answer with another status than 2xx and 5xx.
	 */
	OTHER_STATUS("other status");

	private final String label;

	Outcome(String label) {
		this.label = label;
	}

	@Override
	public String toString() {
		return this.label;
	}

}
