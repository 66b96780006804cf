// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.primary.launch;

import java.util.List;
import java.util.regex.Pattern;

import dev.bootcluster.process.JvmOption;

/**
 * The words of {@code cluster.worker.jvm-args}: options for workers, and patterns of
 * inherited options that workers do not get.
 *
 * @param added the options; they may name the worker's slot
 * @param dropped the patterns, without the mark
 */
record WorkerOptions(List<String> added, List<String> dropped) {

	/**
	 * No JVM option begins with it.
	 */
	private static final String DROP = "!";

	/**
	 * {@code {slot}}, and {@code {slot+5004}} for numbers that do not begin at 1.
	 */
	private static final Pattern SLOT = Pattern.compile("\\{slot(?:\\+(\\d{1,6}))?}");

	static WorkerOptions of(List<String> words) {
		return new WorkerOptions(words.stream().filter((word) -> !word.startsWith(DROP)).toList(),
				words.stream().filter((word) -> word.startsWith(DROP)).map((word) -> word.substring(1)).toList());
	}

	/**
	 * Return whether workers do not get an inherited option.
	 */
	boolean drops(String option) {
		return this.dropped.stream().anyMatch((pattern) -> matches(pattern, option));
	}

	/**
	 * Match a pattern in which {@code *} stands for any characters.
	 */
	static boolean matches(String pattern, String option) {
		String regex = Pattern.quote(pattern).replace("*", "\\E.*\\Q");
		return Pattern.compile(regex, Pattern.DOTALL).matcher(option).matches();
	}

	/**
	 * Return the options by which the worker of a slot listens on ports of its own.
	 */
	List<String> listening(int slot) {
		return this.added.stream()
			.filter((option) -> namesSlot(option) && JvmOption.mayListen(option))
			.map((option) -> inSlot(option, slot))
			.toList();
	}

	static boolean namesSlot(String option) {
		return SLOT.matcher(option).find();
	}

	static String inSlot(String option, int slot) {
		return SLOT.matcher(option)
			.replaceAll((match) -> Integer
				.toString((match.group(1) != null) ? slot + Integer.parseInt(match.group(1)) : slot));
	}

}
