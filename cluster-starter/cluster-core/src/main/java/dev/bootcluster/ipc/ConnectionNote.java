// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.ipc;

import java.nio.ByteBuffer;

import org.jspecify.annotations.Nullable;

/**
 * What travels with an established connection that moves from one worker to another.
 *
 * @param slot the slot that it should go to, 0 if any will do
 * @param worker the launch number of the worker in that slot that it should go to, if
 * that one still serves; 0 if any will do
 * @param requestsLeft how many requests the connection may still carry, not positive if
 * there is no limit
 * @param read what has been read from the connection and belongs to a request that nobody
 * has begun, at most {@value #MAX_READ} bytes
 */
public record ConnectionNote(int slot, long worker, int requestsLeft, byte[] read) {

	/**
	 * How many bytes that have been read may travel with a connection.
	 */
	public static final int MAX_READ = 32 * 1024;

	private static final int HEAD_LENGTH = 3 * Integer.BYTES;

	/**
	 * The longest note on the wire, in bytes.
	 */
	static final int MAX_LENGTH = HEAD_LENGTH + MAX_READ + Long.BYTES;

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

	/**
	 * Create a note for any worker of a slot.
	 */
	public ConnectionNote(int slot, int requestsLeft, byte[] read) {
		this(slot, 0, requestsLeft, read);
	}

	int length() {
		return HEAD_LENGTH + this.read.length + ((this.worker != 0) ? Long.BYTES : 0);
	}

	void write(ByteBuffer target) {
		target.putInt(this.read.length).putInt(this.slot).putInt(this.requestsLeft).put(this.read);
		if (this.worker != 0) {
			target.putLong(this.worker);
		}
	}

	/**
	 * Read a note.
	 * @param source all of its bytes
	 * @return the note, {@code null} if the bytes are none
	 */
	static @Nullable ConnectionNote read(ByteBuffer source) {
		if (source.remaining() < HEAD_LENGTH) {
			return null;
		}
		int length = source.getInt();
		int slot = source.getInt();
		int requestsLeft = source.getInt();
		int behind = source.remaining() - length;
		if (slot < 0 || length < 0 || length > MAX_READ || (behind != 0 && behind != Long.BYTES)) {
			return null;
		}
		byte[] read = new byte[length];
		source.get(read);
		long worker = (behind != 0) ? source.getLong() : 0;
		return new ConnectionNote(slot, worker, requestsLeft, read);
	}

}
