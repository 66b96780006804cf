// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.primary.launch;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import dev.bootcluster.process.JavaInvocation;
import dev.bootcluster.process.JvmOption;
import dev.bootcluster.process.JvmPurpose;

/**
 * The JVM options of a worker: those the application was started with, minus what only
 * one JVM can have and what the user drops, with files named per slot and with the
 * worker's share of memory and processors.
 */
final class JvmArguments {

	/**
	 * Options that name a file of which each JVM needs its own.
	 */
	private static final Pattern FILE = Pattern
		.compile("(-Xloggc:|-XX:(?:HeapDumpPath|ErrorFile|LogFile|ReplayDataFile|DumpLoadedClassList)="
				+ "|-XX:StartFlightRecording.*?filename=|-Xlog:.*?file=|-Xlog:[^:]*:(?!stdout|stderr|file=))"
				+ "([^,:]+)(.*)");

	private static final Pattern OUT_OF_MEMORY = Pattern.compile("-XX:[+-]?(Exit|Crash)?OnOutOfMemoryError(=.*)?");

	private static final Pattern PROCESSORS = Pattern.compile("-XX:ActiveProcessorCount=.*");

	private JvmArguments() {
	}

	/**
	 * Build the options.
	 * @param application how the application was started
	 * @param added the words of {@code cluster.worker.jvm-args}
	 * @param slot the worker's slot
	 * @param share its share of the machine, unless the user says otherwise
	 */
	static List<String> forWorker(JavaInvocation application, List<String> added, int slot, Share share) {
		WorkerOptions own = WorkerOptions.of(added);
		List<String> result = new ArrayList<>();
		JvmOption.forChild(application.jvmArgs(), JvmPurpose.WORKER)
			.stream()
			.filter((option) -> isForWorkers(option, application) && !own.drops(option))
			.map((option) -> HeapOptions.share(perSlot(option, slot), share.processes()))
			.forEach(result::add);
		own.added()
			.stream()
			.map((option) -> WorkerOptions.namesSlot(option) ? WorkerOptions.inSlot(option, slot)
					: perSlot(option, slot))
			.forEach(result::add);
		addDefaults(result, share);
		JvmOption.allowNativeAccess(result);
		// Sockets are built from received descriptors.
		result.add("--add-opens=java.base/sun.nio.ch=ALL-UNNAMED");
		return result;
	}

	/**
	 * Add what the user has not said.
	 */
	private static void addDefaults(List<String> result, Share share) {
		if (!HeapOptions.sayMax(result)) {
			result.add("-XX:MaxRAMPercentage=" + share.heapPercent());
		}
		if (!HeapOptions.sayInitial(result)) {
			result.add("-XX:InitialRAMPercentage=" + share.initialHeapPercent());
		}
		if (result.stream().noneMatch(PROCESSORS.asMatchPredicate())) {
			result.add("-XX:ActiveProcessorCount=" + share.processors());
		}
		CompilerOptions.addTo(result);
		if (result.stream().noneMatch(OUT_OF_MEMORY.asMatchPredicate())) {
			// Nobody knows which threads such an error ended and what they left undone.
			result.add("-XX:+ExitOnOutOfMemoryError");
		}
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
