// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.process;

import java.util.Map;
import java.util.Set;

/**
 * The environment variables of a child JVM.
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
	 * Adapt the environment a child inherits. Variables explicitly set for the child are
	 * kept, even ones that hold options.
	 * @param own variables explicitly set for the child
	 * @param environment the environment to change
	 */
	public static void apply(Map<String, String> own, Map<String, String> environment) {
		environment.keySet().removeAll(OPTIONS);
		environment.putAll(own);
	}

}
