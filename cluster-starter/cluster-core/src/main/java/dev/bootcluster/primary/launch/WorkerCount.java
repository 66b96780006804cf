// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.primary.launch;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A number of workers as users write it: {@code 4}, {@code 50%}, {@code max},
 * {@code max-1}.
 *
 * @param text the text
 */
public record WorkerCount(String text) {

	/**
	 * More workers than any machine can use; guards against typos.
	 */
	public static final int LIMIT = 1024;

	private static final String REMEDY = "use 'max', 'max-1', a number such as 4, or a percentage"
			+ " of the processors such as 50%";

	private static final Pattern MAX = Pattern.compile("max(?:\\s*-\\s*(\\d{1,4}))?");

	private static final Pattern PERCENT = Pattern.compile("(\\d{1,5})\\s*%");

	private static final Pattern NUMBER = Pattern.compile("\\d{1,9}");

	/**
	 * Parse a number of workers. Called by Spring Boot's conversion.
	 * @param text the text
	 * @return the number
	 * @throws IllegalArgumentException if it cannot be parsed; the message says why
	 */
	public static WorkerCount of(String text) {
		String value = text.strip().toLowerCase(Locale.ROOT);
		if (!MAX.matcher(value).matches() && !PERCENT.matcher(value).matches() && !NUMBER.matcher(value).matches()) {
			throw new IllegalArgumentException("is not a number of workers; " + REMEDY);
		}
		return new WorkerCount(value);
	}

	/**
	 * Return the actual number of workers.
	 * @param processors the number of processors of this machine or allowed by its
	 * container
	 * @return the number, at least 1
	 * @throws IllegalArgumentException if it is out of range; the message says why
	 */
	public int on(int processors) {
		Matcher max = MAX.matcher(this.text);
		if (max.matches()) {
			int less = (max.group(1) != null) ? Integer.parseInt(max.group(1)) : 0;
			return Math.max(1, processors - less);
		}
		Matcher percent = PERCENT.matcher(this.text);
		if (percent.matches()) {
			return inRange((long) Math.ceil(Integer.parseInt(percent.group(1)) * processors / 100.0));
		}
		return inRange(Long.parseLong(this.text));
	}

	private static int inRange(long count) {
		if (count < 1) {
			throw new IllegalArgumentException("is less than one worker; " + REMEDY);
		}
		if (count > LIMIT) {
			throw new IllegalArgumentException("is more than %d workers; %s".formatted(LIMIT, REMEDY));
		}
		return (int) count;
	}

	@Override
	public String toString() {
		return this.text;
	}

}
