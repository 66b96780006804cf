// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.bootstrap;

import java.util.List;

import dev.bootcluster.primary.WorkersFailedException;
import dev.bootcluster.primary.launch.AgentFailure;
import dev.bootcluster.primary.launch.PortConflict;
import dev.bootcluster.process.RejectedOption;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Repeats a worker's own failure report when no worker could start.
 */
class WorkersFailedFailureAnalyzer extends AbstractFailureAnalyzer<WorkersFailedException> {

	private static final String REPORT = "APPLICATION FAILED TO START";

	/**
	 * What a worker reports when a check fails; the application does start standalone.
	 */
	private static final String CHECK_FAILED = "The application has what workers cannot share";

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, WorkersFailedException cause) {
		String description = "%s. The worker's last output:%n%n%s".formatted(cause.getMessage(),
				String.join(System.lineSeparator(), report(cause.getLog())));
		return new FailureAnalysis(description, remedy(cause), cause);
	}

	private static String remedy(WorkersFailedException failure) {
		AgentFailure agent = failure.getAgent();
		return (agent != null) ? agent.remedy() : remedy(failure.getLog());
	}

	private static String remedy(List<String> log) {
		String words = RejectedOption.find(log);
		if (words != null) {
			return ("Correct cluster.worker.jvm-args, or write there which of this process's options workers do not get: "
					+ "their JVM ended with '%s'. An option that binds a port needs the slot in it, such as "
					+ "-javaagent:agent.jar={slot+9404}; !-javaagent:*agent.jar* drops an inherited one")
				.formatted(words);
		}
		if (log.stream().anyMatch((line) -> line.contains(CHECK_FAILED))) {
			return "Do what the worker's report says above";
		}
		PortConflict conflict = PortConflict.in(log);
		if (conflict != null) {
			return (conflict.loser() == PortConflict.Loser.PRIMARY) ? conflict.remedy()
					: "Stop the process that has the port. If it is another worker: " + conflict.remedy();
		}
		return "Make the application start standalone first: run it with --cluster.enabled=false";
	}

	/**
	 * The worker's failure report if it printed one, otherwise all of its last output.
	 */
	private static List<String> report(List<String> log) {
		int title = log.lastIndexOf(REPORT);
		return (title >= 0) ? log.subList(title, log.size()) : log;
	}

}
