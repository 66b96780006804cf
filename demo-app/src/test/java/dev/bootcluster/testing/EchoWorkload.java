// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.testing;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;

import org.jspecify.annotations.Nullable;

/**
 * Posts random bodies, half of them in chunks, and wants the same bytes back together
 * with their SHA-256 as the server saw it.
 */
final class EchoWorkload implements Workload {

	private static final int FEW = 1024;

	private final int maxBytes;

	EchoWorkload(int maxBytes) {
		this.maxBytes = maxBytes;
	}

	@Override
	public Request next(Random random) {
		byte[] body = new byte[size(random)];
		random.nextBytes(body);
		Request request = Request.post("/echo", "application/octet-stream", body);
		return random.nextBoolean() ? request : request.inChunksOf(1 + random.nextInt(64 * FEW));
	}

	/**
	 * Small bodies and big ones equally often: they take different ways in a server.
	 */
	private int size(Random random) {
		return random.nextInt(1 + (random.nextBoolean() ? Math.min(FEW, this.maxBytes) : this.maxBytes));
	}

	@Override
	public @Nullable String problem(Request request, Response response) {
		if (!Arrays.equals(request.body(), response.body())) {
			return "body of %d bytes came back as %d bytes, equal up to %d".formatted(request.body().length,
					response.body().length, Arrays.mismatch(request.body(), response.body()));
		}
		String expected = sha256(request.body());
		List<String> told = response.all("X-Content-SHA256");
		return told.equals(List.of(expected)) ? null : "SHA-256 %s instead of %s".formatted(told, expected);
	}

	private static String sha256(byte[] body) {
		try {
			return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(body));
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
