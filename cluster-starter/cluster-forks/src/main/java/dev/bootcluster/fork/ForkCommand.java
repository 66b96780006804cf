// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.fork;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import dev.bootcluster.process.JvmOption;
import dev.bootcluster.process.JvmPurpose;
import dev.bootcluster.process.JvmVariables;

import org.springframework.util.unit.DataSize;

/**
 * The command line of a fork: the code of this JVM with a different main class.
 *
 * @param java the {@code java} executable
 * @param jvmArgs the options of this JVM
 * @param classPath its class path
 * @param packed whether the class path is a jar in which Spring Boot has packed the
 * application
 * @param quiet whether to limit forks to level INFO, because the application has no
 * configuration that Logback finds without Spring Boot
 */
record ForkCommand(Path java, List<String> jvmArgs, String classPath, boolean packed, boolean quiet) {

	private static final Pattern COLLECTOR = Pattern.compile("-XX:\\+Use\\w+GC");

	/**
	 * By default Logback logs everything at DEBUG and above.
	 */
	private static final String LOGBACK = "-Dlogback.configurationFile=";

	/**
	 * Given by name, because the class is on the class path only where it is needed.
	 */
	private static final String PROPERTIES_LAUNCHER = "org.springframework.boot.loader.launch.PropertiesLauncher";

	/**
	 * Derive the command from how this JVM was started.
	 */
	static ForkCommand current() {
		String classPath = Stream.of(System.getProperty("java.class.path", "").split(File.pathSeparator, -1))
			.map((entry) -> Path.of(entry).toAbsolutePath().toString())
			.collect(Collectors.joining(File.pathSeparator));
		ClassLoader loader = ForkMain.class.getClassLoader();
		return new ForkCommand(Path.of(System.getProperty("java.home"), "bin", "java"), JvmOption.current(), classPath,
				loader != ClassLoader.getSystemClassLoader(),
				Stream.of("logback-test.xml", "logback.xml").allMatch((file) -> loader.getResource(file) == null));
	}

	/**
	 * Build the command.
	 * @param options the options of this fork
	 * @param maxHeap its maximum heap size
	 * @param arguments the arguments of {@link ForkMain}
	 */
	List<String> words(ForkOptions options, DataSize maxHeap, List<String> arguments) {
		List<String> words = new ArrayList<>();
		words.add(this.java.toString());
		words.addAll(JvmOption.forChild(this.jvmArgs, JvmPurpose.FORK));
		// An application that a task starts must not become a cluster.
		words.add("-Dcluster.enabled=false");
		if (this.quiet && this.jvmArgs.stream().noneMatch((argument) -> argument.startsWith(LOGBACK))) {
			words.add(LOGBACK + "dev/bootcluster/fork/logback.xml");
		}
		words.add("-Xmx%dk".formatted(maxHeap.toKilobytes()));
		words.add("-XX:+ExitOnOutOfMemoryError");
		if (options.getJvmArgs().stream().noneMatch(COLLECTOR.asMatchPredicate())) {
			words.add("-XX:+UseSerialGC");
		}
		words.addAll(options.getJvmArgs());
		JvmOption.allowNativeAccess(words);
		if (this.packed) {
			words.addAll(
					List.of("-Dloader.main=" + ForkMain.class.getName(), "-cp", this.classPath, PROPERTIES_LAUNCHER));
		}
		else {
			words.addAll(List.of("-cp", this.classPath, ForkMain.class.getName()));
		}
		words.addAll(arguments);
		return words;
	}

	/**
	 * Adjust the environment that a fork inherits.
	 * @param options the options of this fork
	 * @param token proves the fork's identity
	 * @param environment the environment of this process
	 */
	static void environment(ForkOptions options, String token, Map<String, String> environment) {
		if (!options.isEnvironmentInherited()) {
			environment.clear();
		}
		JvmVariables.apply(options.getEnvironment(), environment);
		environment.put(ForkMain.TOKEN, token);
	}

}
