// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.primary.launch;

import java.io.IOException;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.stream.Collectors;

import dev.bootcluster.process.RejectedOption;
import org.jspecify.annotations.Nullable;

/**
 * A Java agent that kept a worker's JVM from reaching the application, usually because it
 * has a port in a file of its own and another process of the cluster has that port.
 *
 * @param options the options that may have started it: one if it could be told which
 * @param cause what went wrong
 */
public record AgentFailure(List<String> options, String cause) {

	private static final String OPTION = "-javaagent:";

	/**
	 * Look for a failure in what a process printed before it reached the application.
	 * @param process the process, which never connected
	 * @return the failure, {@code null} if no agent seems to have failed
	 */
	public static @Nullable AgentFailure of(WorkerProcess process) {
		List<String> agents = process.options().stream().filter((option) -> option.startsWith(OPTION)).toList();
		if (agents.isEmpty()) {
			return null;
		}
		List<String> lines = process.lastLines();
		RejectedOption.FailedAgent failed = RejectedOption.failedAgent(lines);
		if (failed != null) {
			List<String> known = agents.stream().filter((agent) -> isRunBy(agent, failed.className())).toList();
			return new AgentFailure(known.isEmpty() ? agents : known, failed.cause());
		}
		// Some agents print what is wrong and end the JVM themselves.
		return (PortConflict.in(lines) != null) ? new AgentFailure(agents, "a port is in use") : null;
	}

	private static boolean isRunBy(String option, String className) {
		String jar = jar(option);
		try (JarFile file = new JarFile(jar)) {
			Manifest manifest = file.getManifest();
			Attributes attributes = (manifest != null) ? manifest.getMainAttributes() : new Attributes();
			return className.equals(attributes.getValue("Premain-Class"));
		}
		catch (IOException ex) {
			return false;
		}
	}

	/**
	 * The options of the agent follow the first equals sign.
	 */
	private static String jar(String option) {
		String rest = option.substring(OPTION.length());
		int end = rest.indexOf('=');
		return (end >= 0) ? rest.substring(0, end) : rest;
	}

	/**
	 * Say what happened.
	 * @return half a sentence
	 */
	public String reason() {
		return "%s failed: %s".formatted(String.join(" or ", this.options), this.cause);
	}

	/**
	 * Say what to do.
	 * @return a sentence
	 */
	public String remedy() {
		String drop = this.options.stream()
			.map((option) -> "!" + OPTION + jar(option) + "*")
			.distinct()
			.collect(Collectors.joining(" "));
		return ("Only one process of the cluster can have an agent's port: keep the agent to the primary with "
				+ "cluster.worker.jvm-args=%s, or add it there again with a port for each slot in its option, "
				+ "if it takes one, such as %s%s={slot+9404}")
			.formatted(drop, OPTION, jar(this.options.get(0)));
	}

}
