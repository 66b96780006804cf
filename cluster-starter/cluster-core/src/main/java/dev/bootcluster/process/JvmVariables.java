// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.process;

import java.util.Map;
import java.util.Set;

/**
 * The environment variables of a child process.
 */
public final class JvmVariables {

	/**
	 * Variables that hold JVM options. Those options are already part of this JVM's
	 * ({@link java.lang.management.RuntimeMXBean#getInputArguments()}), and the last
	 * variable would override the child's command line.
	 */
	private static final Set<String> OPTIONS = Set.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS", "_JAVA_OPTIONS");

	private JvmVariables() {
	}

	/**
	 * Adapt the environment a child JVM inherits: without options, and without what a
	 * service manager tells this process alone. Variables explicitly set for the child
	 * are kept, even those.
	 * @param own variables explicitly set for the child
	 * @param environment the environment to change
	 */
	public static void apply(Map<String, String> own, Map<String, String> environment) {
		environment.keySet().removeAll(OPTIONS);
		removeServiceManager(environment);
		environment.putAll(own);
	}

	/**
	 * Adapt the environment that any child inherits, also one that is no JVM: what a
	 * service manager tells this process is meant for no other.
	 * @param environment the environment to change
	 */
	public static void removeServiceManager(Map<String, String> environment) {
		environment.keySet().removeAll(ServiceVariables.NAMES);
	}

}
