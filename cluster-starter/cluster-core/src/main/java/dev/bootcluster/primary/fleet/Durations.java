// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.primary.fleet;

import java.time.Duration;
import java.util.Locale;

/**
 * Formats durations for humans.
 */
public final class Durations {

	private Durations() {
	}

	public static String text(Duration duration) {
		if (duration.compareTo(Duration.ofMinutes(1)) < 0) {
			return String.format(Locale.ROOT, "%.1fs", duration.toMillis() / 1000.0);
		}
		return "%dm%02ds".formatted(duration.toMinutes(), duration.toSecondsPart());
	}

}
