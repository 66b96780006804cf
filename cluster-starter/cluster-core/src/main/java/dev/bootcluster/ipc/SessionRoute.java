// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.ipc;

import java.nio.ByteBuffer;

/**
 * Where a session lives: what follows the last dot of an id that a worker's Tomcat has
 * made, such as {@code 3-17}.
 *
 * @param slot the slot, from 1; 0 if the session belongs to none
 * @param launch the launch number of the worker that made the session, 0 if unknown
 */
public record SessionRoute(int slot, long launch) {

	/**
	 * The route of an id that names no worker.
	 */
	public static final SessionRoute NONE = new SessionRoute(0, 0);

	private static final int MAX_SLOT_DIGITS = 4;

	private static final int MAX_LAUNCH_DIGITS = 15;

	/**
	 * Return the route of the sessions that a worker makes.
	 * @param launch what the primary told the worker
	 * @return the route
	 */
	public static SessionRoute of(WorkerLaunch launch) {
		return new SessionRoute(launch.slot(), launch.launch());
	}

	/**
	 * Read the route from a session's id, whoever has made it.
	 * @param bytes holds the id
	 * @param from the index of its first byte
	 * @param to the index behind its last byte
	 * @return the route, {@link #NONE} if the id names no worker
	 */
	public static SessionRoute ofSessionId(ByteBuffer bytes, int from, int to) {
		int start = to;
		while (start > from && bytes.get(start - 1) != '.') {
			start--;
		}
		int hyphen = start;
		while (hyphen < to && bytes.get(hyphen) != '-') {
			hyphen++;
		}
		if (start == from || hyphen == to) {
			return NONE;
		}
		long slot = number(bytes, start, hyphen, MAX_SLOT_DIGITS);
		long launch = number(bytes, hyphen + 1, to, MAX_LAUNCH_DIGITS);
		return (slot > 0 && launch > 0) ? new SessionRoute((int) slot, launch) : NONE;
	}

	private static long number(ByteBuffer bytes, int from, int to, int maxDigits) {
		if (to - from > maxDigits) {
			return -1;
		}
		long number = 0;
		for (int i = from; i < to; i++) {
			int digit = bytes.get(i) - '0';
			if (digit < 0 || digit > 9) {
				return -1;
			}
			number = 10 * number + digit;
		}
		return number;
	}

	/**
	 * Whether an id names a worker.
	 * @return {@code false} for {@link #NONE}
	 */
	public boolean exists() {
		return this.slot > 0;
	}

	/**
	 * Return the route as it follows an id's last dot.
	 */
	@Override
	public String toString() {
		return this.slot + "-" + this.launch;
	}

}
