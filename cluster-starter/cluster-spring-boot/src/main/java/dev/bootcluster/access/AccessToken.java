// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.access;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Set;

import dev.bootcluster.ipc.OwnerOnly;
import dev.bootcluster.ipc.WriteFailure;
import org.jspecify.annotations.Nullable;

/**
 * A secret that the primary makes at its start, in a file of the cluster's directory that
 * only its owner can read.
 */
public final class AccessToken {

	/**
	 * File name in the cluster's directory.
	 */
	public static final String FILE = "cluster-token";

	private static final String SCHEME = "Bearer ";

	private static final int LENGTH = 32;

	private static final int MAX_FILE = 256;

	private final Path file;

	private final byte[] secret;

	private AccessToken(Path file, byte[] secret) {
		this.file = file;
		this.secret = secret;
	}

	/**
	 * Make a new token, in the place of one that a killed primary left.
	 * @param directory the cluster's directory
	 * @return the token
	 * @throws IOException if the file cannot be written
	 */
	public static AccessToken create(Path directory) throws IOException {
		byte[] random = new byte[LENGTH];
		new SecureRandom().nextBytes(random);
		byte[] secret = Base64.getUrlEncoder().withoutPadding().encode(random);
		AccessToken token = new AccessToken(directory.resolve(FILE), secret);
		Files.deleteIfExists(token.file);
		token.write();
		return token;
	}

	/**
	 * Read the token that the primary made.
	 * @param directory the cluster's directory
	 * @return the token, {@code null} if there is none
	 */
	public static @Nullable AccessToken read(Path directory) {
		Path file = directory.resolve(FILE);
		try (InputStream input = Files.newInputStream(file)) {
			byte[] secret = new String(input.readNBytes(MAX_FILE), StandardCharsets.US_ASCII).strip()
				.getBytes(StandardCharsets.US_ASCII);
			return (secret.length >= LENGTH) ? new AccessToken(file, secret) : null;
		}
		catch (IOException ex) {
			return null;
		}
	}

	/**
	 * Write the file again if it was deleted.
	 * @return its name if it was missing, else nothing
	 * @throws IOException if it cannot be written
	 */
	public List<String> restore() throws IOException {
		if (Files.exists(this.file)) {
			return List.of();
		}
		write();
		return List.of(FILE);
	}

	private void write() throws IOException {
		try (SeekableByteChannel channel = Files.newByteChannel(this.file,
				Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), OwnerOnly.FILE)) {
			channel.write(ByteBuffer
				.wrap((new String(this.secret, StandardCharsets.US_ASCII) + "\n").getBytes(StandardCharsets.US_ASCII)));
		}
		catch (IOException ex) {
			throw new WriteFailure(this.file, ex);
		}
	}

	/**
	 * The file that holds the token.
	 * @return its path
	 */
	public Path file() {
		return this.file;
	}

	/**
	 * Whether a request brings the token.
	 * @param authorization the value of its header {@code Authorization}
	 */
	boolean matches(@Nullable String authorization) {
		if (authorization == null || !authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
			return false;
		}
		byte[] presented = authorization.substring(SCHEME.length()).strip().getBytes(StandardCharsets.UTF_8);
		return MessageDigest.isEqual(this.secret, presented);
	}

}
