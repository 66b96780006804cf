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
 * @param introduction what a balancer has told of the client
 * @param read what has been read from the connection and belongs to a request that nobody
 * has begun, at most {@value #MAX_READ} bytes
 */
public record ConnectionNote(int slot, long worker, int requestsLeft, ClientIntroduction introduction, byte[] read) {

	/**
	 * How many bytes that have been read may travel with a connection.
	 */
	public static final int MAX_READ = 32 * 1024;

	/**
	 * Without the introduction.
	 */
	private static final int HEAD_LENGTH = 3 * Integer.BYTES + Long.BYTES;

	/**
	 * The longest note on the wire, in bytes.
	 */
	static final int MAX_LENGTH = HEAD_LENGTH + ClientIntroduction.MAX_LENGTH + MAX_READ;

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
	 * Create a note for a connection that no balancer has introduced.
	 */
	public ConnectionNote(int slot, long worker, int requestsLeft, byte[] read) {
		this(slot, worker, requestsLeft, ClientIntroduction.NONE, read);
	}

	/**
	 * Create a note for any worker of a slot.
	 */
	public ConnectionNote(int slot, int requestsLeft, byte[] read) {
		this(slot, 0, requestsLeft, read);
	}

	/**
	 * Return whether a request has begun to arrive, of which the other bytes are still to
	 * be read.
	 * @return {@code false} if the connection was at rest
	 */
	public boolean hasBegun() {
		return this.read.length > 0;
	}

	int length() {
		return HEAD_LENGTH + this.introduction.length() + this.read.length;
	}

	void write(ByteBuffer target) {
		target.putInt(this.read.length).putInt(this.slot).putInt(this.requestsLeft).putLong(this.worker);
		this.introduction.write(target);
		target.put(this.read);
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
		long worker = source.getLong();
		ClientIntroduction introduction = ClientIntroduction.read(source);
		if (introduction == null || slot < 0 || length < 0 || length > MAX_READ || length != source.remaining()) {
			return null;
		}
		byte[] read = new byte[length];
		source.get(read);
		return new ConnectionNote(slot, worker, requestsLeft, introduction, read);
	}

}
