// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.testing;

import java.time.Instant;

/**
 * What is known of one failed request.
 *
 * @param at when it failed
 * @param outcome how it is counted
 * @param request the request
 * @param localPort the client's port, to find it in other logs; 0 if there was no
 * connection
 * @param detail what happened
 */
public record LoadFailure(Instant at, Outcome outcome, String request, int localPort, String detail) {

	@Override
	public String toString() {
		return "%s port %d: %s: %s".formatted(this.at, this.localPort, this.request, this.detail);
	}

}
