// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.ipc;

import java.nio.ByteBuffer;

import org.jspecify.annotations.Nullable;

/**
 * What travels with an established connection that moves from one worker to another.
 *
 * @param slot the slot that it should go to, 0 if any will do
 * @param requestsLeft how many requests the connection may still carry, not positive if
 * there is no limit
 * @param read what has been read from the connection and belongs to a request that nobody
 * has begun, at most {@value #MAX_READ} bytes
 */
public record ConnectionNote(int slot, int requestsLeft, byte[] read) {

	/**
	 * How many bytes that have been read may travel with a connection.
	 */
	public static final int MAX_READ = 32 * 1024;

	/**
	 * The longest note on the wire, in bytes.
	 */
	static final int MAX_LENGTH = 3 * Integer.BYTES + MAX_READ;

	/**
	 * Create a note.
	 * @throws IllegalArgumentException if it is too long to travel
	 */
	public ConnectionNote {
		if (slot < 0 || read.length > MAX_READ) {
			throw new IllegalArgumentException(
					"No connection can move to slot %d with %d bytes".formatted(slot, read.length));
		}
	}

	int length() {
		return 3 * Integer.BYTES + this.read.length;
	}

	void write(ByteBuffer target) {
		target.putInt(this.read.length).putInt(this.slot).putInt(this.requestsLeft).put(this.read);
	}

	/**
	 * Read a note.
	 * @param source all of its bytes
	 * @return the note, {@code null} if the bytes are none
	 */
	static @Nullable ConnectionNote read(ByteBuffer source) {
		if (source.remaining() < 3 * Integer.BYTES) {
			return null;
		}
		int length = source.getInt();
		int slot = source.getInt();
		int requestsLeft = source.getInt();
		if (slot < 0 || length != source.remaining() || length > MAX_READ) {
			return null;
		}
		byte[] read = new byte[length];
		source.get(read);
		return new ConnectionNote(slot, requestsLeft, read);
	}

}
