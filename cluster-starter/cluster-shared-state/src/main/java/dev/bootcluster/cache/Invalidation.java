// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.cache;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.UUID;

/**
 * A message that tells other workers of changed values, and its wire format.
 * {@link #FORMAT} comes first, so that generations with different formats can coexist: a
 * worker that does not know the format must drop everything it keeps.
 *
 * @param origin the worker that made the change
 * @param kind what changed
 * @param cache the cache
 * @param key the key, or the pattern of keys
 */
record Invalidation(UUID origin, Kind kind, String cache, byte[] key) {

	private static final int FORMAT = 1;

	byte[] encode() {
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		try (DataOutputStream out = new DataOutputStream(bytes)) {
			out.writeByte(FORMAT);
			out.writeLong(this.origin.getMostSignificantBits());
			out.writeLong(this.origin.getLeastSignificantBits());
			out.writeByte(this.kind.code);
			out.writeUTF(this.cache);
			out.write(this.key);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return bytes.toByteArray();
	}

	/**
	 * Decode a message.
	 * @param message the bytes received
	 * @return the message
	 * @throws IOException if its format is unknown
	 */
	static Invalidation decode(byte[] message) throws IOException {
		DataInputStream in = new DataInputStream(new ByteArrayInputStream(message));
		int format = in.readUnsignedByte();
		if (format != FORMAT) {
			throw new IOException("Unknown format " + format);
		}
		return new Invalidation(new UUID(in.readLong(), in.readLong()), Kind.of(in.readUnsignedByte()), in.readUTF(),
				in.readAllBytes());
	}

	/**
	 * What changed.
	 */
	enum Kind {

		/**
		 * The value of one key.
		 */
		KEY('k'),

		/**
		 * The values of all keys that match a pattern.
		 */
		PATTERN('p');

		private final char code;

		Kind(char code) {
			this.code = code;
		}

		private static Kind of(int code) throws IOException {
			for (Kind kind : values()) {
				if (kind.code == code) {
					return kind;
				}
			}
			throw new IOException("Unknown kind " + code);
		}

	}

}
