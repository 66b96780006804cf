// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.bootstrap;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.env.ConfigTreePropertySource;

/**
 * A value that is a file of a configuration tree, which applications may read as text or
 * as bytes.
 *
 * @param text the text
 * @param content the bytes
 */
record PinnedFileValue(String text, byte[] content) implements ConfigTreePropertySource.Value {

	/**
	 * Read the file that a value is.
	 * @return its content, {@code null} for other values
	 */
	static byte @Nullable [] read(Object value) {
		if (!(value instanceof ConfigTreePropertySource.Value file)) {
			return null;
		}
		try (InputStream in = file.getInputStream()) {
			return in.readAllBytes();
		}
		catch (IOException ex) {
			throw new UncheckedIOException("A file of a configuration tree cannot be read", ex);
		}
	}

	@Override
	public InputStream getInputStream() {
		return new ByteArrayInputStream(this.content);
	}

	@Override
	public int length() {
		return this.text.length();
	}

	@Override
	public char charAt(int index) {
		return this.text.charAt(index);
	}

	@Override
	public CharSequence subSequence(int start, int end) {
		return this.text.subSequence(start, end);
	}

	@Override
	public String toString() {
		return this.text;
	}

}
