// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.session;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * The result of reading a session for a request.
 *
 * @param noted whether the visit's time and the resulting expiry were recorded
 * @param hash the fields of the session's hash before that, empty if there is no such
 * session
 */
record SessionVisit(boolean noted, Map<String, byte[]> hash) {

	/**
	 * Read the script's answer.
	 */
	static SessionVisit of(byte @Nullable [] answer) {
		Assert.state(answer != null, "The script that reads a session returned nothing");
		ByteBuffer buffer = ByteBuffer.wrap(answer);
		boolean noted = text(buffer)[0] == '1';
		Map<String, byte[]> hash = new HashMap<>();
		for (int left = length(buffer); left > 0; left -= 2) {
			hash.put(new String(text(buffer), StandardCharsets.UTF_8), text(buffer));
		}
		return new SessionVisit(noted, hash);
	}

	private static byte[] text(ByteBuffer buffer) {
		byte[] text = new byte[length(buffer)];
		buffer.get(text);
		return text;
	}

	/**
	 * Read the head of a string or an array, as defined in the
	 * <a href= "https://github.com/msgpack/msgpack/blob/master/spec.md">specification</a>
	 * of MessagePack.
	 */
	private static int length(ByteBuffer buffer) {
		int head = Byte.toUnsignedInt(buffer.get());
		return switch (head) {
			case 0xd9 -> Byte.toUnsignedInt(buffer.get());
			case 0xda, 0xdc -> Short.toUnsignedInt(buffer.getShort());
			case 0xdb, 0xdd -> buffer.getInt();
			default -> head & ((head < 0xa0) ? 0x0f : 0x1f);
		};
	}

}
