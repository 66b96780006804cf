// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.worker;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.charset.StandardCharsets;

import org.jspecify.annotations.Nullable;

/**
 * Reads the header of the PROXY protocol from a connection as it arrives, and no byte
 * more: what follows belongs to TLS or HTTP. It asks for as many bytes as the shortest
 * header that can still come has left.
 */
final class ProxyHeaderReader {

	/**
	 * Of version 2.
	 */
	private static final byte[] SIGNATURE = { '\r', '\n', '\r', '\n', 0, '\r', '\n', 'Q', 'U', 'I', 'T', '\n' };

	private static final byte[] KEYWORD = "PROXY ".getBytes(StandardCharsets.US_ASCII);

	private static final String UNKNOWN = "PROXY UNKNOWN";

	private static final int SHORTEST = UNKNOWN.length() + 2;

	private static final int LONGEST_LINE = 107;

	private static final int SPACES = 5;

	/**
	 * Before the addresses of version 2.
	 */
	private static final int PREFIX = 16;

	/**
	 * What is kept of version 2: the prefix, and addresses of IPv6.
	 */
	private static final int KEPT = PREFIX + 36;

	private static final int VERSION = 2;

	private final ByteBuffer bytes = ByteBuffer.allocate(512);

	private int received;

	/**
	 * Return whether nothing has been read, so that another worker can read all of it.
	 */
	boolean isUntouched() {
		return this.received == 0;
	}

	/**
	 * Read what has arrived.
	 * @param connection does not block
	 * @return the header, {@code null} if more of it has to arrive
	 * @throws EOFException if the client closed before
	 * @throws ProxyHeaderException if it is none
	 */
	@Nullable ProxyHeader read(ReadableByteChannel connection) throws IOException {
		int missing = missing();
		while (missing > 0) {
			if (isBinary() && this.bytes.position() > KEPT) {
				this.bytes.position(KEPT);
			}
			this.bytes.limit(Math.min(this.bytes.position() + missing, this.bytes.capacity()));
			int count = connection.read(this.bytes);
			if (count == 0) {
				return null;
			}
			if (count < 0) {
				throw new EOFException("The connection ended in its header");
			}
			this.received += count;
			missing = missing();
		}
		return isBinary() ? block() : line();
	}

	/**
	 * Return the least number of bytes that have to come, 0 if the header is complete.
	 */
	private int missing() throws ProxyHeaderException {
		requireStart(isBinary() ? SIGNATURE : KEYWORD);
		if (this.received < SHORTEST) {
			return SHORTEST - this.received;
		}
		return isBinary() ? missingOfBlock() : missingOfLine();
	}

	private boolean isBinary() {
		return this.received > 0 && this.bytes.get(0) == SIGNATURE[0];
	}

	private void requireStart(byte[] start) throws ProxyHeaderException {
		for (int i = 0; i < Math.min(this.received, start.length); i++) {
			if (this.bytes.get(i) != start[i]) {
				throw new ProxyHeaderException("it begins with something else");
			}
		}
	}

	private int missingOfBlock() throws ProxyHeaderException {
		if (this.bytes.get(SIGNATURE.length) >> 4 != VERSION) {
			throw new ProxyHeaderException("it has an unknown version");
		}
		return PREFIX + ((this.received < PREFIX) ? 0 : length()) - this.received;
	}

	private int length() {
		return Short.toUnsignedInt(this.bytes.getShort(PREFIX - Short.BYTES));
	}

	private int missingOfLine() throws ProxyHeaderException {
		int last = this.received - 1;
		int spaces = 0;
		for (int i = 0; i <= last; i++) {
			byte character = this.bytes.get(i);
			boolean ends = character == '\n' && i == last && this.bytes.get(i - 1) == '\r';
			if (ends) {
				return 0;
			}
			if (character == '\n' || (character == '\r' && i < last && this.bytes.get(i + 1) != '\n')) {
				throw new ProxyHeaderException("its line ends too early");
			}
			spaces += (character == ' ') ? 1 : 0;
		}
		int words = isUnknown() ? 0 : Math.max(SPACES - spaces, 0);
		int missing = (this.bytes.get(last) == '\r') ? 1 : 2 + 2 * words;
		if (this.received + missing > LONGEST_LINE) {
			throw new ProxyHeaderException("its line is too long");
		}
		return missing;
	}

	private boolean isUnknown() {
		return text(UNKNOWN.length()).equals(UNKNOWN);
	}

	private String text(int length) {
		return new String(this.bytes.array(), 0, length, StandardCharsets.ISO_8859_1);
	}

	private ProxyHeader line() throws ProxyHeaderException {
		return ProxyHeader.ofLine(text(this.received - 2));
	}

	private ProxyHeader block() throws ProxyHeaderException {
		return ProxyHeader.ofBlock(this.bytes.get(SIGNATURE.length), this.bytes.get(SIGNATURE.length + 1) & 0xFF,
				length(), this.bytes.clear().slice(PREFIX, KEPT - PREFIX));
	}

}
