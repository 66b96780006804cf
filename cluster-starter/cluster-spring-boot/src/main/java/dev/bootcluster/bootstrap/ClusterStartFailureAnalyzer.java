// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.bootstrap;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Explains a {@link ClusterStartException}.
 */
class ClusterStartFailureAnalyzer extends AbstractFailureAnalyzer<ClusterStartException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, ClusterStartException cause) {
		return new FailureAnalysis(cause.description(), cause.remedy(), cause);
	}

}
