// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.embedded;

import java.io.IOException;
import java.util.List;

/**
 * No redis-server could be started. The message names what was tried and why each did not
 * run.
 */
class RedisStartException extends IOException {

	/**
	 * @param failures what was tried, each with the reason
	 */
	RedisStartException(List<String> failures) {
		super("no redis-server runs on this system: " + String.join("; ", failures));
	}

	RedisStartException(Exception cause) {
		super("the embedded redis-server cannot run on this system: " + reason(cause), cause);
	}

	static String reason(Exception cause) {
		return (cause.getMessage() != null) ? cause.getMessage() : cause.toString();
	}

}
