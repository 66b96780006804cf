// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.ipc;

/**
 * The bytes a worker writes on a handoff channel after its eight-byte launch number and
 * the four-byte number of the port it serves: one per descriptor, in order, one when it
 * has room again, and one before each report of its load.
 */
public enum HandoffCode {

	/**
	 * The worker took the connection.
	 */
	TAKEN('A'),

	/**
	 * The worker is full: offer the connection to another and send nothing until
	 * {@link #ROOM}.
	 */
	REFUSED('R'),

	/**
	 * The worker that refused has room again.
	 */
	ROOM('C'),

	/**
	 * A {@link LoadReport} follows. It includes all connections taken before it.
	 */
	LOAD('L', LoadReport.LENGTH);

	private final byte code;

	private final int length;

	HandoffCode(char code) {
		this(code, 0);
	}

	HandoffCode(char code, int length) {
		this.code = (byte) code;
		this.length = length;
	}

	/**
	 * Return the byte on the wire.
	 * @return the byte
	 */
	public byte code() {
		return this.code;
	}

	/**
	 * Return how many bytes follow the code.
	 * @return the number of bytes
	 */
	public int length() {
		return this.length;
	}

	/**
	 * Read a code.
	 * @param code the byte on the wire
	 * @return its meaning
	 * @throws IllegalArgumentException if it is unknown
	 */
	public static HandoffCode of(byte code) {
		return switch (code) {
			case 'A' -> TAKEN;
			case 'R' -> REFUSED;
			case 'C' -> ROOM;
			case 'L' -> LOAD;
			default -> throw new IllegalArgumentException("Unknown handoff code " + code);
		};
	}

}
