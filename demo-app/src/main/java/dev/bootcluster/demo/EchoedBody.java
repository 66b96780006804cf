// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.demo;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

import org.jspecify.annotations.Nullable;

/**
 * A request body that was read to its end: the first megabyte in memory, the rest in a
 * temporary file. The digest goes into a header, so nothing can be sent back earlier.
 */
final class EchoedBody implements Closeable {

	static final int IN_MEMORY = 1024 * 1024;

	private final byte[] head;

	private final @Nullable Path rest;

	private final long length;

	private final String sha256;

	private EchoedBody(byte[] head, @Nullable Path rest, long length, String sha256) {
		this.head = head;
		this.rest = rest;
		this.length = length;
		this.sha256 = sha256;
	}

	/**
	 * Read a body.
	 * @param in the body
	 * @param directory where the temporary file goes
	 * @return the body, to be closed
	 * @throws IOException if the client breaks off or the disk is full
	 */
	static EchoedBody read(InputStream in, Path directory) throws IOException {
		DigestInputStream digested = new DigestInputStream(in, sha256Digest());
		byte[] head = digested.readNBytes(IN_MEMORY);
		Path rest = (head.length == IN_MEMORY) ? store(digested, directory) : null;
		long length = head.length + ((rest != null) ? Files.size(rest) : 0);
		return new EchoedBody(head, rest, length, HexFormat.of().formatHex(digested.getMessageDigest().digest()));
	}

	private static Path store(InputStream in, Path directory) throws IOException {
		Path file = Files.createTempFile(directory, "echo", ".body");
		try {
			Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
			return file;
		}
		catch (IOException | RuntimeException ex) {
			Files.deleteIfExists(file);
			throw ex;
		}
	}

	private static MessageDigest sha256Digest() {
		try {
			return MessageDigest.getInstance("SHA-256");
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException("Every Java platform has SHA-256", ex);
		}
	}

	long length() {
		return this.length;
	}

	String sha256() {
		return this.sha256;
	}

	void writeTo(OutputStream out) throws IOException {
		out.write(this.head);
		if (this.rest != null) {
			Files.copy(this.rest, out);
		}
	}

	@Override
	public void close() throws IOException {
		if (this.rest != null) {
			Files.deleteIfExists(this.rest);
		}
	}

}
