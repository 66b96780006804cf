// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.process;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import static dev.bootcluster.process.JvmPurpose.FORK;
import static dev.bootcluster.process.JvmPurpose.PLAN;
import static dev.bootcluster.process.JvmPurpose.WORKER;

/**
 * Which of this JVM's options a child JVM gets, depending on its purpose: the first row
 * an option matches decides. Every JVM we start takes its options from here.
 */
public enum JvmOption {

	/**
	 * A debugger listens on a port that only one JVM can have.
	 */
	DEBUGGER("-agentlib:jdwp.*|-Xrunjdwp.*|-Xdebug"),

	/**
	 * So does remote management.
	 */
	REMOTE_MANAGEMENT("-Dcom\\.sun\\.management\\.jmxremote.*"),

	/**
	 * A training run is meant for one JVM, not for its children.
	 */
	TRAINING("-XX:(AOTCacheOutput|AOTMode|AOTConfiguration|ArchiveClassesAtExit)=.*|-XX:\\+AutoCreateSharedArchive"
			+ "|-Dspring\\.context\\.exit=.*"),

	/**
	 * What the primary tells one of the JVMs it starts.
	 */
	LAUNCH("-D(boot-cluster\\.|cluster\\.worker\\.(slot|generation)=).*"),

	/**
	 * JVM management is for the JVMs that run the application.
	 */
	MANAGEMENT("-Dcom\\.sun\\.management\\..*", WORKER),

	/**
	 * A forked task is not a cluster and has another main class.
	 */
	CLUSTER("-D(cluster\\.|loader\\.main=).*", WORKER, PLAN),

	/**
	 * Settings of the application and its libraries.
	 */
	PROPERTY("-D.*", WORKER, PLAN, FORK),

	/**
	 * What code may access; without it the code may not run.
	 */
	ACCESS("--add-(opens|exports|modules|reads)=.*|--enable-.*", WORKER, PLAN, FORK),

	/**
	 * Which code there is, and what is checked while it runs.
	 */
	CODE("-Xss.*|-Xbootclasspath/a:.*|-(ea|da|esa|dsa)(:.*)?|-(enable|disable)(system)?assertions(:.*)?"
			+ "|--(illegal-native-access|sun-misc-unsafe-memory-access|patch-module|limit-modules|upgrade-module-path)=.*",
			WORKER, PLAN, FORK),

	/**
	 * How many processors the JVM sees.
	 */
	PROCESSORS("-XX:ActiveProcessorCount=.*", WORKER, FORK),

	/**
	 * Memory, collectors, agents, logs, archives.
	 */
	OTHER(".*", WORKER);

	private final Pattern pattern;

	private final Set<JvmPurpose> purposes = EnumSet.noneOf(JvmPurpose.class);

	JvmOption(String pattern, JvmPurpose... purposes) {
		this.pattern = Pattern.compile(pattern, Pattern.DOTALL);
		this.purposes.addAll(List.of(purposes));
	}

	/**
	 * Select the options a child gets.
	 * @param options the options of this JVM
	 * @param purpose what the child is for
	 * @return the options it gets, in order
	 */
	public static List<String> forChild(List<String> options, JvmPurpose purpose) {
		return options.stream().filter((option) -> of(option).purposes.contains(purpose)).toList();
	}

	static JvmOption of(String option) {
		return Stream.of(values()).filter((row) -> row.pattern.matcher(option).matches()).findFirst().orElseThrow();
	}

}
