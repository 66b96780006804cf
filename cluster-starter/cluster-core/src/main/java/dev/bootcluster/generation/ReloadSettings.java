// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.generation;

import java.time.Duration;

/**
 * How a generation replaces the previous one.
 *
 * @param surge how many workers are replaced at a time once the first has proved itself:
 * a number, or a percentage of the slots such as {@code 25%}
 * @param bootTimeout how long a new worker may take from spawn to ready
 * @param bakeTime how long a new worker must serve well before the old one is retired
 * @param drainTimeout how long an old worker may take to finish what it has
 * @param deadline how long the whole reload may take
 * @param sessionPatience how long old workers live on for the sessions in their memory,
 * zero if they do not
 */
public record ReloadSettings(Surge surge, Duration bootTimeout, Duration bakeTime, Duration drainTimeout,
		Duration deadline, Duration sessionPatience) {

	/**
	 * Create settings of a generation that does not wait for sessions.
	 */
	public ReloadSettings(Surge surge, Duration bootTimeout, Duration bakeTime, Duration drainTimeout,
			Duration deadline) {
		this(surge, bootTimeout, bakeTime, drainTimeout, deadline, Duration.ZERO);
	}

}
