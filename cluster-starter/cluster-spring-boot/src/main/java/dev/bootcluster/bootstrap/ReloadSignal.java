// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.bootstrap;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

import org.jspecify.annotations.Nullable;

/**
 * The signal that makes the primary reload.
 *
 * @param name the signal's name without {@code SIG}, {@code null} for none
 */
public record ReloadSignal(@Nullable String name) {

	/**
	 * HotSpot suspends and resumes threads with SIGUSR2 unless this variable names
	 * another signal; a handler for SIGUSR2 would see phantom reloads.
	 */
	private static final String MOVED = "_JAVA_SR_SIGNUM";

	private static final Set<String> KNOWN = Set.of("USR1", "USR2", "HUP");

	/**
	 * Return the signals that reload. A service manager that waits for notices reloads by
	 * SIGHUP unless it is told otherwise ({@code Type=notify-reload},
	 * systemd.service(5)), and gives its services no terminal whose end the signal could
	 * mean.
	 * @param service whether such a service manager has started this process
	 * @return their names without {@code SIG}
	 */
	Set<String> names(boolean service) {
		if (this.name == null) {
			return Set.of();
		}
		return service ? new TreeSet<>(List.of("HUP", this.name)) : Set.of(this.name);
	}

	/**
	 * Parse a signal. Called by Boot's conversion service.
	 * @param text its name, with or without {@code SIG}, or {@code none}
	 * @return the signal
	 * @throws IllegalArgumentException if the signal cannot trigger reloads
	 */
	public static ReloadSignal of(String text) {
		return of(text, System.getenv(MOVED));
	}

	static ReloadSignal of(String text, @Nullable String moved) {
		String name = text.trim().toUpperCase(Locale.ROOT);
		name = name.startsWith("SIG") ? name.substring(3) : name;
		if (name.equals("NONE")) {
			return new ReloadSignal(null);
		}
		if (!KNOWN.contains(name)) {
			throw new IllegalArgumentException("is not a signal that can trigger reloads; use USR1, HUP or none");
		}
		if (name.equals("USR2") && (moved == null || moved.equals("12"))) {
			throw new IllegalArgumentException(
					"is the signal with which the JVM suspends its threads; use USR1, or assign the JVM another "
							+ "signal with the environment variable " + MOVED);
		}
		return new ReloadSignal(name);
	}

}
