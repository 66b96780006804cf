// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.session;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;

/**
 * The expiry of a session in Redis, as passed to the scripts.
 *
 * @param argument milliseconds since 1970, or a word
 */
record SessionExpiry(String argument) {

	/**
	 * Unchanged.
	 */
	static final SessionExpiry KEPT = new SessionExpiry("kept");

	private static final SessionExpiry NEVER = new SessionExpiry("never");

	/**
	 * The expiry of a session that was accessed.
	 * @param accessed when it was accessed
	 * @param maxInactiveInterval how long it lives from then on
	 * @return the expiry
	 */
	static SessionExpiry after(Instant accessed, Duration maxInactiveInterval) {
		return isEver(maxInactiveInterval)
				? new SessionExpiry(Long.toString(accessed.plus(maxInactiveInterval).toEpochMilli())) : NEVER;
	}

	/**
	 * Return whether a session expires at all: not with an interval of zero or less
	 * ({@link jakarta.servlet.http.HttpSession#setMaxInactiveInterval}).
	 */
	static boolean isEver(Duration maxInactiveInterval) {
		return !maxInactiveInterval.isNegative() && !maxInactiveInterval.isZero();
	}

	byte[] toBytes() {
		return this.argument.getBytes(StandardCharsets.UTF_8);
	}

}
