// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.primary.launch;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import dev.bootcluster.process.JavaInvocation;
import dev.bootcluster.process.JvmOption;
import dev.bootcluster.process.JvmPurpose;

/**
 * The JVM options of a worker: those the application was started with, minus what only
 * one JVM can have, with files named per slot and with the worker's share of memory and
 * processors.
 */
final class JvmArguments {

	/**
	 * Options that name a file of which each JVM needs its own.
	 */
	private static final Pattern FILE = Pattern
		.compile("(-Xloggc:|-XX:HeapDumpPath=|-XX:ErrorFile=|-XX:StartFlightRecording.*?filename=|-Xlog:.*?file="
				+ "|-Xlog:[^:]*:(?!stdout|stderr|file=))" + "([^,:]+)(.*)");

	private static final Pattern HEAP = Pattern
		.compile("-Xmx.*|-XX:(MaxHeapSize|MaxRAM|MaxRAMPercentage|MaxRAMFraction|MinRAMPercentage)=.*");

	private static final Pattern INITIAL_HEAP = Pattern
		.compile("-Xms.*|-XX:(InitialHeapSize|MinHeapSize|InitialRAMPercentage|InitialRAMFraction)=.*");

	private static final Pattern OUT_OF_MEMORY = Pattern.compile("-XX:[+-]?(Exit|Crash)?OnOutOfMemoryError(=.*)?");

	private static final Pattern PROCESSORS = Pattern.compile("-XX:ActiveProcessorCount=.*");

	private JvmArguments() {
	}

	/**
	 * Build the options.
	 * @param application how the application was started
	 * @param added options for workers, appended to the application's own
	 * @param slot the worker's slot
	 * @param share its share of the machine, unless the user says otherwise
	 */
	static List<String> forWorker(JavaInvocation application, List<String> added, int slot, Share share) {
		List<String> result = new ArrayList<>();
		Stream
			.concat(JvmOption.forChild(application.jvmArgs(), JvmPurpose.WORKER)
				.stream()
				.filter((argument) -> isForWorkers(argument, application)), added.stream())
			.map((argument) -> perSlot(argument, slot))
			.forEach(result::add);
		if (result.stream().noneMatch(HEAP.asMatchPredicate())) {
			result.add("-XX:MaxRAMPercentage=" + share.heapPercent());
		}
		if (result.stream().noneMatch(INITIAL_HEAP.asMatchPredicate())) {
			result.add("-XX:InitialRAMPercentage=" + share.initialHeapPercent());
		}
		if (result.stream().noneMatch(PROCESSORS.asMatchPredicate())) {
			result.add("-XX:ActiveProcessorCount=" + share.processors());
		}
		if (result.stream().noneMatch(OUT_OF_MEMORY.asMatchPredicate())) {
			// Nobody knows which threads such an error ended and what they left undone.
			result.add("-XX:+ExitOnOutOfMemoryError");
		}
		// Sockets are built from received descriptors.
		result.add("--add-opens=java.base/sun.nio.ch=ALL-UNNAMED");
		return result;
	}

	/**
	 * {@code spring-boot:run} starts a class path and limits the compiler to speed up the
	 * start of one JVM; a worker would lose peak speed for good.
	 */
	private static boolean isForWorkers(String argument, JavaInvocation application) {
		return application.classPath() == null || !argument.equals("-XX:TieredStopAtLevel=1");
	}

	/**
	 * {@code gc.log} becomes {@code gc-worker-2.log}. In a directory, the JVM itself
	 * names its file after the process id.
	 */
	static String perSlot(String argument, int slot) {
		Matcher file = FILE.matcher(argument);
		if (!file.matches() || Files.isDirectory(Path.of(file.group(2)))) {
			return argument;
		}
		return file.group(1) + SlotFiles.nameFor(file.group(2), slot) + file.group(3);
	}

}
