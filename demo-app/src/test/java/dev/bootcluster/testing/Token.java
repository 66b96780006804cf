// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.MatchResult;

import org.jspecify.annotations.Nullable;

/**
 * The token with which a test commands its cluster: the JVM of the tests has too many
 * connections to pass for a user at the terminal.
 */
final class Token {

	private final ProcessLog log;

	private volatile @Nullable String header;

	Token(ProcessLog log) {
		this.log = log;
	}

	/**
	 * The file that the primary named in its log, beside the port.
	 */
	Optional<Path> file() {
		return this.log.mark()
			.filter((mark) -> mark.groupCount() > 1)
			.map((MatchResult mark) -> mark.group(2))
			.map(Path::of);
	}

	/**
	 * The request with the token if it is for the cluster's endpoint and has no other
	 * authorization.
	 */
	Request addTo(Request request) {
		if (!request.target().startsWith("/actuator/cluster") || request.headers().containsKey("Authorization")) {
			return request;
		}
		String header = this.header;
		if (header == null) {
			header = file().map(Token::read).orElse(null);
			this.header = header;
		}
		return (header != null) ? request.with("Authorization", header) : request;
	}

	private static String read(Path file) {
		try {
			return "Bearer " + Files.readString(file).strip();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
