// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.session;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;

/**
 * What the scripts are told about the time at which Redis forgets a session.
 *
 * @param argument milliseconds since 1970, or a word
 */
record SessionExpiry(String argument) {

	/**
	 * As Redis has it.
	 */
	static final SessionExpiry KEPT = new SessionExpiry("kept");

	private static final SessionExpiry NEVER = new SessionExpiry("never");

	/**
	 * That of a session that was accessed.
	 * @param accessed when
	 * @param maxInactiveInterval how long the session lives from then on, negative for
	 * ever
	 * @return the expiry
	 */
	static SessionExpiry after(Instant accessed, Duration maxInactiveInterval) {
		return maxInactiveInterval.isNegative() ? NEVER
				: new SessionExpiry(Long.toString(accessed.plus(maxInactiveInterval).toEpochMilli()));
	}

	byte[] toBytes() {
		return this.argument.getBytes(StandardCharsets.UTF_8);
	}

}
