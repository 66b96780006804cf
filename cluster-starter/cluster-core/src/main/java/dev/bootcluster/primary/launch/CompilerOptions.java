// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.primary.launch;

import java.util.List;
import java.util.regex.Pattern;

/**
 * The optimizing compilers of a worker. Each worker compiles all that one JVM would,
 * beside the request threads of all workers, and the kernel gives every thread the same:
 * with the two compilers that the JVM chooses for one processor, a worker under load is
 * slow for a minute. More of them would compile more of what only a start needs, so a
 * method must be called four times as often as usual.
 */
final class CompilerOptions {

	private static final List<String> OPTIONS = List.of("-XX:CICompilerCount=8", "-XX:Tier4InvocationThreshold=20000",
			"-XX:Tier4CompileThreshold=60000");

	private static final Pattern CHOSEN = Pattern
		.compile("-XX:(CICompilerCount|Tier4\\w+|CompileThresholdScaling)=.*|-XX:[+-]CICompilerCountPerCPU");

	/**
	 * With 16 processors a JVM chooses twelve compilers itself.
	 */
	private static final Pattern MANY_PROCESSORS = Pattern
		.compile("-XX:ActiveProcessorCount=(1[6-9]|[2-9]\\d|\\d{3,})");

	private CompilerOptions() {
	}

	/**
	 * Add the options, unless the user has chosen one of them or the JVM would have more
	 * compilers without.
	 * @param options a worker's options, which say how many processors it sees
	 */
	static void addTo(List<String> options) {
		if (options.stream()
			.noneMatch((option) -> CHOSEN.matcher(option).matches() || MANY_PROCESSORS.matcher(option).matches())) {
			options.addAll(OPTIONS);
		}
	}

}
