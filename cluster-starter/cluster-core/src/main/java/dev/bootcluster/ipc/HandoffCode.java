// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.ipc;

/**
 * The bytes a worker writes on a handoff channel after its eight-byte launch number and
 * the four-byte number of the port it serves: one per descriptor, in order, and one when
 * it has room again.
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
	ROOM('C');

	private final byte code;

	HandoffCode(char code) {
		this.code = (byte) code;
	}

	/**
	 * Return the byte on the wire.
	 * @return the byte
	 */
	public byte code() {
		return this.code;
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
			default -> throw new IllegalArgumentException("Unknown handoff code " + code);
		};
	}

}
