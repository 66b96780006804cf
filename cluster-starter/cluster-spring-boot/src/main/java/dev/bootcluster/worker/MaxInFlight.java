// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.worker;

import java.util.Locale;
import java.util.regex.Pattern;

/**
 * How many requests the threads of a port may execute at a time: a number, {@code auto}
 * or {@code unlimited}.
 *
 * @param text the value
 */
public record MaxInFlight(String text) {

	private static final String AUTO = "auto";

	private static final String UNLIMITED = "unlimited";

	private static final Pattern NUMBER = Pattern.compile("[1-9]\\d{0,6}");

	/**
	 * Parse a value. Called by Spring Boot's conversion.
	 * @param text the text
	 * @return the value
	 * @throws IllegalArgumentException if it cannot be parsed; the message says why
	 */
	public static MaxInFlight of(String text) {
		String value = text.strip().toLowerCase(Locale.ROOT);
		if (!value.equals(AUTO) && !value.equals(UNLIMITED) && !NUMBER.matcher(value).matches()) {
			throw new IllegalArgumentException(
					"is not a number of requests; use 'auto', 'unlimited' or a number such as 50");
		}
		return new MaxInFlight(value);
	}

	/**
	 * Whether as many as the processors can do.
	 */
	boolean isAuto() {
		return this.text.equals(AUTO);
	}

	/**
	 * The fixed limit.
	 * @return the number, {@link RequestLimit#NONE} if there is none
	 */
	int number() {
		return NUMBER.matcher(this.text).matches() ? Integer.parseInt(this.text) : RequestLimit.NONE;
	}

	@Override
	public String toString() {
		return this.text;
	}

}
