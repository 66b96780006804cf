// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.benchmarks;

import java.util.Locale;

/**
 * What became of a request.
 */
enum Outcome {

	/**
	 * The whole answer came and was the right one.
	 */
	ANSWERED,

	/**
	 * Nobody listened.
	 */
	REFUSED,

	/**
	 * The server aborted the connection.
	 */
	RESET,

	/**
	 * The server closed the connection without a byte.
	 */
	CLOSED,

	/**
	 * The client gave up.
	 */
	TIMEOUT,

	/**
	 * The answer ended too early.
	 */
	TRUNCATED,

	/**
	 * The answer was another one.
	 */
	WRONG,

	/**
	 * The status said that it failed.
	 */
	NON_2XX;

	String label() {
		return name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

}
