// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.checks;

import java.util.stream.Collectors;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Explains a {@link ClusterCheckFailedException}.
 */
class ClusterCheckFailureAnalyzer extends AbstractFailureAnalyzer<ClusterCheckFailedException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, ClusterCheckFailedException cause) {
		String subjects = cause.results()
			.stream()
			.map((result) -> "- %s (%s.%s=fail)".formatted(result.finding().subject(), ChecksProperties.PREFIX,
					result.check()))
			.collect(Collectors.joining(System.lineSeparator()));
		String remedies = cause.results()
			.stream()
			.map((result) -> "- %s, or set %s.%s=warn".formatted(result.finding().remedy(), ChecksProperties.PREFIX,
					result.check()))
			.distinct()
			.collect(Collectors.joining(System.lineSeparator()));
		return new FailureAnalysis("The application has what workers cannot share:%n%n%s".formatted(subjects), remedies,
				cause);
	}

}
