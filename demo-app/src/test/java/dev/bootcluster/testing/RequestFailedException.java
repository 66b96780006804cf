// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.testing;

import java.io.IOException;

/**
 * A request that got no valid answer.
 */
final class RequestFailedException extends IOException {

	private final Outcome outcome;

	RequestFailedException(Outcome outcome, String detail, IOException cause) {
		super("%s: %s".formatted(outcome, detail), cause);
		this.outcome = outcome;
	}

	Outcome outcome() {
		return this.outcome;
	}

}
