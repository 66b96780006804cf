// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.checks;

import java.util.List;

import dev.bootcluster.checks.ClusterChecks.CheckResult;

/**
 * A check whose level is {@code fail} found something.
 */
class ClusterCheckFailedException extends RuntimeException {

	private final List<CheckResult> results;

	ClusterCheckFailedException(List<CheckResult> results) {
		super("The application has what workers cannot share: " + results);
		this.results = List.copyOf(results);
	}

	List<CheckResult> results() {
		return this.results;
	}

}
