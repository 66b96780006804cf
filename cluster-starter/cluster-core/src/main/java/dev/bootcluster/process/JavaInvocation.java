/*
 * Copyright 2026 the Boot Cluster authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *      https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */

package dev.bootcluster.process;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * How this JVM was started, in the parts that are needed to start another like it.
 *
 * @param java the {@code java} executable
 * @param jvmArgs the JVM options, also those from environment variables
 * @param classPath the class path, {@code null} if the application was started as a jar
 * @param main the main class, or the jar
 * @param arguments the application's arguments
 */
public record JavaInvocation(Path java, List<String> jvmArgs, @Nullable String classPath, String main,
		List<String> arguments) {

	/**
	 * How the running JVM was started.
	 * @param fallbackArguments the arguments the application's {@code main} passed on,
	 * used where the operating system does not tell the original ones
	 * @return the invocation
	 */
	public static JavaInvocation current(String[] fallbackArguments) {
		String classPath = System.getProperty("java.class.path", "");
		String command = System.getProperty("sun.java.command", "");
		boolean jar = isJar(command, classPath);
		String main = jar ? classPath : command.split(" ", 2)[0];
		List<String> arguments = CommandLine.argumentsOf(readCommandLine(), command);
		return new JavaInvocation(Path.of(System.getProperty("java.home"), "bin", "java"),
				ManagementFactory.getRuntimeMXBean().getInputArguments(), jar ? null : classPath, main,
				(arguments != null) ? arguments : List.of(fallbackArguments));
	}

	/**
	 * With {@code -jar} the jar is the whole class path and stands first in the command,
	 * spaces and all.
	 */
	private static boolean isJar(String command, String classPath) {
		return !classPath.isEmpty() && (command.equals(classPath) || command.startsWith(classPath + " "));
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
	 * What stands behind the JVM's options.
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
	 * The same from another place.
	 * @param main the jar or main class
	 * @return how to run it from there
	 */
	public JavaInvocation withMain(String main) {
		return new JavaInvocation(this.java, this.jvmArgs, this.classPath, main, this.arguments);
	}

	/**
	 * The same with another class path.
	 * @param classPath the class path
	 * @return how to run it with that
	 */
	public JavaInvocation withClassPath(String classPath) {
		return new JavaInvocation(this.java, this.jvmArgs, classPath, this.main, this.arguments);
	}

}
