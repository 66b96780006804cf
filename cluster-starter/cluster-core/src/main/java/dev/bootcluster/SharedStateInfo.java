// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster;

import java.time.Instant;

/**
 * Whether sessions and caches are available.
 *
 * @param status whether they are
 * @param since when the status has held
 * @param reason why they are unavailable; empty if they are available
 */
public record SharedStateInfo(Status status, Instant since, String reason) {

	/**
	 * Whether Redis is available.
	 */
	public enum Status {

		/**
		 * Redis is available.
		 */
		UP,

		/**
		 * Redis is unavailable: requests that need a session get 503, caches compute
		 * their values, everything else is served.
		 */
		DOWN

	}

}
