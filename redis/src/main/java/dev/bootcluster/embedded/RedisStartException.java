// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.embedded;

import java.io.IOException;

/**
 * The embedded redis-server did not start. The message includes its last output, if there
 * is any.
 */
class RedisStartException extends IOException {

	RedisStartException(String status, String lastWords) {
		super(message(lastWords.isEmpty() ? status : status + ": " + lastWords));
	}

	RedisStartException(Exception cause) {
		super(message((cause.getMessage() != null) ? cause.getMessage() : cause.toString()), cause);
	}

	private static String message(String reason) {
		return "the embedded redis-server cannot run on this system: " + reason;
	}

}
