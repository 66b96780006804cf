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
