// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.ipc;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;

/**
 * The bytes that the receiver of descriptors writes on a handoff channel: one per
 * descriptor, in order, and one when it has room again. A worker first writes its
 * eight-byte launch number and the four-byte number of the port that it serves, as the
 * bitwise complement if it is the worker who will send, once the primary has room.
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

	/**
	 * The length of what a worker writes first, in bytes.
	 */
	public static final int GREETING_LENGTH = Long.BYTES + Integer.BYTES;

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

	/**
	 * Return what a worker writes first.
	 */
	static ByteBuf greeting(ByteBufAllocator allocator, long launch, int port) {
		return allocator.buffer(GREETING_LENGTH).writeLong(launch).writeInt(port);
	}

	/**
	 * Return how a port is named by a worker that will send.
	 * @param port the number of the port, or the name to read the number from
	 * @return the other of the two
	 */
	public static int returns(int port) {
		return ~port;
	}

}
