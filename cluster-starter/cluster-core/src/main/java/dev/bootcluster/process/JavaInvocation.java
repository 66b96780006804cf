// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.process;

import java.io.File;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * How this JVM was started: what it takes to start another like it.
 *
 * @param java the {@code java} executable
 * @param jvmArgs the JVM options, including those from environment variables, but without
 * agents that listen on a port: only one JVM can
 * @param classPath the class path, {@code null} if the application was started as a jar
 * @param main the main class, or the jar
 * @param arguments the application's arguments
 * @param directory the working directory
 */
public record JavaInvocation(Path java, List<String> jvmArgs, @Nullable String classPath, String main,
		List<String> arguments, Path directory) {

	/**
	 * Create an invocation in this JVM's working directory.
	 */
	public JavaInvocation(Path java, List<String> jvmArgs, @Nullable String classPath, String main,
			List<String> arguments) {
		this(java, jvmArgs, classPath, main, arguments, WorkingDirectory.named());
	}

	/**
	 * Find out how the running JVM was started.
	 * @param fallbackArguments the arguments passed on by the application's {@code main},
	 * used if the operating system does not reveal the original ones
	 * @return the invocation
	 */
	public static JavaInvocation current(String[] fallbackArguments) {
		String classPath = System.getProperty("java.class.path", "");
		String command = System.getProperty("sun.java.command", "");
		String jar = jar(command, classPath);
		String main = (jar != null) ? WorkingDirectory.resolve(jar).toString() : command.split(" ", 2)[0];
		List<String> arguments = CommandLine.argumentsOf(readCommandLine(), command);
		return new JavaInvocation(Path.of(System.getProperty("java.home"), "bin", "java"),
				JvmOption.sharable(JvmOption.current(), ListeningPorts.own()),
				(jar != null) ? null : absolute(classPath), main,
				(arguments != null) ? arguments : List.of(fallbackArguments));
	}

	/**
	 * An empty class path is the working directory.
	 */
	static String absolute(String classPath) {
		return Stream.of(classPath.split(File.pathSeparator))
			.filter((entry) -> classPath.isEmpty() || !entry.isEmpty())
			.map((entry) -> WorkingDirectory.resolve(entry).toString())
			.collect(Collectors.joining(File.pathSeparator));
	}

	/**
	 * Find the jar of {@code -jar}: it comes first in the command, including any spaces,
	 * and is the whole class path, but for what agents have added to its end
	 * ({@code AddToSystemClassLoaderSearch} of JVMTI).
	 * @return the jar, {@code null} if a main class was started
	 */
	static @Nullable String jar(String command, String classPath) {
		if (!classPath.isEmpty() && (command.equals(classPath) || command.startsWith(classPath + " "))) {
			return classPath;
		}
		int end = classPath.lastIndexOf(File.pathSeparatorChar);
		return (end != -1) ? jar(command, classPath.substring(0, end)) : null;
	}

	private static List<String> readCommandLine() {
		try {
			byte[] bytes = Files.readAllBytes(Path.of("/proc/self/cmdline"));
			String text = new String(bytes, Charset.forName(System.getProperty("sun.jnu.encoding", "UTF-8")));
			List<String> tokens = new ArrayList<>(List.of(text.split("\0", -1)));
			tokens.remove(tokens.size() - 1);
			return tokens;
		}
		catch (IOException ex) {
			return List.of();
		}
	}

	/**
	 * Return what follows the JVM's options on the command line.
	 * @return the words
	 */
	public List<String> words() {
		List<String> words = new ArrayList<>();
		words.addAll((this.classPath != null) ? List.of("-cp", this.classPath) : List.of("-jar"));
		words.add(this.main);
		words.addAll(this.arguments);
		return words;
	}

	/**
	 * Return this invocation with another jar or main class.
	 * @param main the jar or main class
	 * @return the invocation
	 */
	public JavaInvocation withMain(String main) {
		return new JavaInvocation(this.java, this.jvmArgs, this.classPath, main, this.arguments, this.directory);
	}

	/**
	 * Return this invocation with another class path.
	 * @param classPath the class path
	 * @return the invocation
	 */
	public JavaInvocation withClassPath(String classPath) {
		return new JavaInvocation(this.java, this.jvmArgs, classPath, this.main, this.arguments, this.directory);
	}

	/**
	 * Return this invocation in the directory to which the links in its working
	 * directory's path lead now, wherever they lead later.
	 * @return the invocation
	 */
	public JavaInvocation withCurrentDirectory() {
		return new JavaInvocation(this.java, this.jvmArgs, this.classPath, this.main, this.arguments,
				WorkingDirectory.current(this.directory));
	}

}
