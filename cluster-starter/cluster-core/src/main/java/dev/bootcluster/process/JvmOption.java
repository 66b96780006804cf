// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.process;

import java.lang.management.ManagementFactory;
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
	DEBUGGER("-agentlib:jdwp.*|-agentpath:([^=]*/)?libjdwp\\..*|-Xrunjdwp.*|-Xdebug|-Xnoagent"),

	/**
	 * So does remote management. Any of these properties starts its agent, which may read
	 * the port from a file.
	 */
	REMOTE_MANAGEMENT("-Dcom\\.sun\\.management([.=].*)?|-XX:\\+ManagementServer"),

	/**
	 * A training run is meant for one JVM, not for its children.
	 */
	TRAINING("-XX:(AOTCacheOutput|AOTConfiguration|ArchiveClassesAtExit)=.*|-XX:AOTMode=(record|create)"
			+ "|-XX:\\+AutoCreateSharedArchive|-Dspring\\.context\\.exit=.*"),

	/**
	 * The JVM is not to start without its archive, which may not fit another JVM.
	 */
	ARCHIVE_OR_NOTHING("-Xshare:(on|dump)|-XX:AOTMode=on"),

	/**
	 * What the primary tells one of the JVMs it starts.
	 */
	LAUNCH("-D(boot-cluster\\.|cluster\\.worker\\.(slot|generation)=).*"),

	/**
	 * A forked task is not a cluster and has another main class.
	 */
	CLUSTER("-D(cluster\\.|loader\\.main=).*", WORKER, PLAN),

	/**
	 * Settings of the application and its libraries.
	 */
	PROPERTY("-D.*", WORKER, PLAN, FORK),

	/**
	 * Whether code may call native code, and what happens if not (JEP 472).
	 */
	NATIVE_ACCESS("--(enable|illegal)-native-access=.*", WORKER, PLAN, FORK),

	/**
	 * What code may access; without it the code may not run.
	 */
	ACCESS("--add-(opens|exports|modules|reads)=.*|--enable-.*", WORKER, PLAN, FORK),

	/**
	 * Which code there is, and what is checked while it runs.
	 */
	CODE("-Xss.*|-Xbootclasspath/a:.*|-(ea|da|esa|dsa)(:.*)?|-(enable|disable)(system)?assertions(:.*)?"
			+ "|--(sun-misc-unsafe-memory-access|patch-module|limit-modules|upgrade-module-path)=.*", WORKER, PLAN,
			FORK),

	/**
	 * How many processors the JVM sees.
	 */
	PROCESSORS("-XX:ActiveProcessorCount=.*", WORKER, FORK),

	/**
	 * Agents, which may listen on a port.
	 */
	AGENT("-javaagent:.*|-agent(lib|path):.*|-Xrun.*", WORKER),

	/**
	 * Memory, collectors, logs, archives.
	 */
	OTHER(".*", WORKER);

	/**
	 * Since then a JVM knows the option in its final form (JEP 454).
	 */
	private static final int NATIVE_ACCESS_SINCE = 22;

	/**
	 * An option as it stands in a file of flags. What begins with {@code -D} or
	 * {@code -X} cannot be told from other options.
	 */
	private static final Pattern IN_FILE = Pattern.compile("\\+\\w+|\\w+=.*|-[A-CE-WYZ]\\w+", Pattern.DOTALL);

	private final Pattern pattern;

	private final Set<JvmPurpose> purposes = EnumSet.noneOf(JvmPurpose.class);

	JvmOption(String pattern, JvmPurpose... purposes) {
		this.pattern = Pattern.compile(pattern, Pattern.DOTALL);
		this.purposes.addAll(List.of(purposes));
	}

	/**
	 * Return the options of this JVM, wherever they come from, as they are written on a
	 * command line.
	 * @return the options, in the order in which the JVM read them
	 */
	public static List<String> current() {
		return written(ManagementFactory.getRuntimeMXBean().getInputArguments());
	}

	/**
	 * The JVM lists what it read in a file of flags ({@code -XX:Flags}) without the
	 * {@code -XX:} that no other JVM would understand it without.
	 */
	static List<String> written(List<String> listed) {
		return listed.stream().map((option) -> IN_FILE.matcher(option).matches() ? "-XX:" + option : option).toList();
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

	/**
	 * Allow a child to call native code, as Netty does, unless its options already say
	 * who may: from JDK 24 on, each JVM would warn of it.
	 * @param options the child's options, to which to add
	 */
	public static void allowNativeAccess(List<String> options) {
		allowNativeAccess(options, Runtime.version().feature());
	}

	static void allowNativeAccess(List<String> options, int version) {
		if (version >= NATIVE_ACCESS_SINCE && options.stream().noneMatch((option) -> of(option) == NATIVE_ACCESS)) {
			options.add("--enable-native-access=ALL-UNNAMED");
		}
	}

	/**
	 * Return whether an option may make a JVM listen on a port.
	 * @param option the option
	 * @return {@code true} for agents, debuggers and remote management
	 */
	public static boolean mayListen(String option) {
		JvmOption row = of(option);
		return row == DEBUGGER || row == REMOTE_MANAGEMENT || row == AGENT;
	}

	/**
	 * Return whether an option starts a debugger's agent.
	 * @param option the option
	 * @return {@code true} if it does
	 */
	public static boolean isDebugger(String option) {
		return of(option) == DEBUGGER;
	}

	/**
	 * Return whether an option ends a JVM whose class archive does not fit.
	 * @param option the option
	 * @return {@code true} if it does
	 */
	public static boolean isArchiveOrNothing(String option) {
		return of(option) == ARCHIVE_OR_NOTHING;
	}

	/**
	 * Select the options that can be passed on to other JVMs.
	 * @param options the options of this JVM
	 * @param ports the ports on which this JVM listens
	 * @return all but those of agents that have bound one of the ports
	 */
	static List<String> sharable(List<String> options, ListeningPorts ports) {
		return options.stream().filter((option) -> of(option) != AGENT || !ports.areNamedIn(option)).toList();
	}

	static JvmOption of(String option) {
		return Stream.of(values()).filter((row) -> row.pattern.matcher(option).matches()).findFirst().orElseThrow();
	}

}
