// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.primary.launch;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * Options that say how large a JVM's heap may become. Those that say it as a share of the
 * machine's memory mean all workers together.
 */
final class HeapOptions {

	private static final Pattern MAX = Pattern.compile("-Xmx.*|-XX:(MaxHeapSize|MaxRAMPercentage|MaxRAMFraction)=.*");

	private static final Pattern INITIAL = Pattern
		.compile("-Xms.*|-XX:(InitialHeapSize|MinHeapSize|InitialRAMPercentage|InitialRAMFraction)=.*");

	private static final Pattern PERCENTAGE = Pattern
		.compile("(-XX:(?:Max|Min|Initial)RAMPercentage=)(\\d{1,3}(?:[.,]\\d{1,30})?)");

	private static final Pattern FRACTION = Pattern.compile("(-XX:(?:Max|Min|Initial)RAMFraction=)(\\d{1,9})");

	private static final Pattern SIZE = Pattern.compile("(?:-Xmx|-XX:MaxHeapSize=)(\\d{1,15})([kKmMgGtT]?)");

	private static final Pattern INITIAL_SIZE = Pattern
		.compile("(?:-Xms|-XX:(?:InitialHeapSize|MinHeapSize)=)(\\d{1,15})([kKmMgGtT]?)");

	private static final Pattern MEMORY = Pattern.compile("-XX:MaxRAM=(\\d{1,15})([kKmMgGtT]?)");

	/**
	 * The JVM's own default.
	 */
	private static final double DEFAULT_PERCENTAGE = 25;

	private HeapOptions() {
	}

	static boolean sayMax(List<String> options) {
		return options.stream().anyMatch(MAX.asMatchPredicate());
	}

	static boolean sayInitial(List<String> options) {
		return options.stream().anyMatch(INITIAL.asMatchPredicate());
	}

	/**
	 * Turn an option that was meant for one JVM into the share of one of several.
	 * @param option the option
	 * @param processes how many JVMs share
	 * @return the option for each of them
	 */
	static String share(String option, int processes) {
		Matcher percentage = PERCENTAGE.matcher(option);
		if (percentage.matches()) {
			BigDecimal whole = new BigDecimal(percentage.group(2).replace(',', '.'));
			return percentage.group(1)
					+ whole.divide(BigDecimal.valueOf(processes), MathContext.DECIMAL32).toPlainString();
		}
		Matcher fraction = FRACTION.matcher(option);
		return fraction.matches() ? fraction.group(1) + Long.parseLong(fraction.group(2)) * processes : option;
	}

	/**
	 * Return how large the heap of a JVM may become.
	 * @param options its options
	 * @param memory the bytes of memory of the machine or container
	 * @return the bytes
	 */
	static long max(List<String> options, long memory) {
		Long size = lastSize(SIZE, options);
		if (size != null) {
			return size;
		}
		Long limit = lastSize(MEMORY, options);
		double percentage = DEFAULT_PERCENTAGE;
		for (String option : options) {
			Matcher fraction = FRACTION.matcher(option);
			if (fraction.matches() && option.startsWith("-XX:Max") && !fraction.group(2).matches("0+")) {
				percentage = 100.0 / Long.parseLong(fraction.group(2));
			}
		}
		for (String option : options) {
			// It wins over the fraction, whatever the order.
			Matcher matcher = PERCENTAGE.matcher(option);
			percentage = (matcher.matches() && option.startsWith("-XX:Max"))
					? Double.parseDouble(matcher.group(2).replace(',', '.')) : percentage;
		}
		Long initial = lastSize(INITIAL_SIZE, options);
		long share = (long) (((limit != null) ? Math.min(limit, memory) : memory) * percentage / 100);
		// A heap that begins larger may stay so.
		return (initial != null) ? Math.max(share, initial) : share;
	}

	private static @Nullable Long lastSize(Pattern pattern, List<String> options) {
		Long size = null;
		for (String option : options) {
			Matcher matcher = pattern.matcher(option);
			if (matcher.matches()) {
				int unit = "kmgt".indexOf(matcher.group(2).toLowerCase(Locale.ROOT)) + 1;
				size = Long.parseLong(matcher.group(1)) << (10 * (matcher.group(2).isEmpty() ? 0 : unit));
			}
		}
		return size;
	}

}
