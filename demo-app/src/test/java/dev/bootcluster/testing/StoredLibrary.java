// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.testing;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * Where a library lies in an executable jar, which holds libraries as they are.
 *
 * @param name the name of its entry
 * @param start the offset of its first byte
 * @param size how many bytes it has
 */
record StoredLibrary(String name, int start, int size) {

	private static final String LIBRARIES = "BOOT-INF/lib/";

	private static final int END_SIGNATURE = 0x06054b50;

	private static final int END_SIZE = 22;

	private static final int DIRECTORY_SIGNATURE = 0x02014b50;

	private static final int DIRECTORY_HEADER = 46;

	private static final int LOCAL_HEADER = 30;

	int middle() {
		return this.start + this.size / 2;
	}

	/**
	 * Find a jar's first library.
	 * @param jar the whole jar
	 * @return the library
	 */
	static StoredLibrary firstOf(byte[] jar) {
		ByteBuffer buffer = ByteBuffer.wrap(jar).order(ByteOrder.LITTLE_ENDIAN);
		int entry = buffer.getInt(end(buffer) + 16);
		while (buffer.getInt(entry) == DIRECTORY_SIGNATURE) {
			int nameLength = buffer.getShort(entry + 28);
			String name = new String(jar, entry + DIRECTORY_HEADER, nameLength, StandardCharsets.UTF_8);
			if (name.startsWith(LIBRARIES) && name.endsWith(".jar")) {
				return stored(buffer, entry, name);
			}
			entry += DIRECTORY_HEADER + nameLength + buffer.getShort(entry + 30) + buffer.getShort(entry + 32);
		}
		throw new IllegalArgumentException("No entry in " + LIBRARIES);
	}

	private static StoredLibrary stored(ByteBuffer buffer, int entry, String name) {
		int method = buffer.getShort(entry + 10);
		if (method != 0) {
			throw new IllegalArgumentException("%s is not stored but packed with method %d".formatted(name, method));
		}
		int local = buffer.getInt(entry + 42);
		int start = local + LOCAL_HEADER + buffer.getShort(local + 26) + buffer.getShort(local + 28);
		return new StoredLibrary(name, start, buffer.getInt(entry + 20));
	}

	private static int end(ByteBuffer buffer) {
		for (int end = buffer.capacity() - END_SIZE; end >= 0; end--) {
			if (buffer.getInt(end) == END_SIGNATURE) {
				return end;
			}
		}
		throw new IllegalArgumentException("Not a jar");
	}

}
