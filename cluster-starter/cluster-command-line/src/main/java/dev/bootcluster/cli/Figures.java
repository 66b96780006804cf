// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.cli;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Locale;

/**
 * Figures as people read them.
 */
final class Figures {

	private static final String[] UNITS = { "KB", "MB", "GB", "TB" };

	private Figures() {
	}

	/**
	 * Write a number of bytes: {@code 345 MB}.
	 * @param bytes the number, 0 if it is unknown
	 */
	static String bytes(long bytes) {
		if (bytes <= 0) {
			return "-";
		}
		double value = bytes / 1024.0;
		int unit = 0;
		while (value >= 1000 && unit < UNITS.length - 1) {
			value /= 1024;
			unit++;
		}
		return String.format(Locale.ROOT, (value < 10) ? "%.1f %s" : "%.0f %s", value, UNITS[unit]);
	}

	/**
	 * Write a part of a whole: {@code 25%}.
	 * @param part the part, from 0 to 1
	 */
	static String percent(double part) {
		return "%d%%".formatted(Math.round(part * 100));
	}

	/**
	 * Write a duration: {@code 2d 3h}, {@code 4m 5s}, {@code 6s}.
	 * @param iso the duration as JSON has it, such as {@code PT6.5S}
	 */
	static String duration(String iso) {
		try {
			return duration(Duration.parse(iso));
		}
		catch (DateTimeParseException ex) {
			return "-";
		}
	}

	static String duration(Duration duration) {
		if (duration.toDays() > 0) {
			return "%dd %dh".formatted(duration.toDays(), duration.toHoursPart());
		}
		if (duration.toHours() > 0) {
			return "%dh %dm".formatted(duration.toHours(), duration.toMinutesPart());
		}
		if (duration.toMinutes() > 0) {
			return "%dm %ds".formatted(duration.toMinutes(), duration.toSecondsPart());
		}
		return duration.toSeconds() + "s";
	}

}
