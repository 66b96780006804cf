// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.generation;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How many workers a reload replaces at a time once the first new one has proved itself.
 *
 * @param number the number or the percentage; at least 1
 * @param percent whether it is a percentage of the slots
 */
public record Surge(int number, boolean percent) {

	private static final Pattern PATTERN = Pattern.compile("(-?\\d{1,9})\\s*(%)?");

	public Surge {
		if (number < 1 || (percent && number > 100)) {
			throw new IllegalArgumentException(
					"is out of range; use a number of workers such as 2, or a share of them such as 25%");
		}
	}

	/**
	 * Parse a surge. Called by Spring Boot's conversion.
	 * @param text a number such as {@code 2} or a percentage such as {@code 25%}
	 * @return the surge
	 * @throws IllegalArgumentException if it is neither
	 */
	public static Surge of(String text) {
		Matcher matcher = PATTERN.matcher(text.strip());
		if (!matcher.matches()) {
			throw new IllegalArgumentException(
					"is neither a number nor a percentage; use a number of workers such as 2, or a share of them such as 25%");
		}
		return new Surge(Integer.parseInt(matcher.group(1)), matcher.group(2) != null);
	}

	/**
	 * Return how many of the given slots are replaced at a time.
	 * @param slots the number of slots
	 * @return at least 1
	 */
	public int of(int slots) {
		return this.percent ? Math.max(1, slots * this.number / 100) : this.number;
	}

}
