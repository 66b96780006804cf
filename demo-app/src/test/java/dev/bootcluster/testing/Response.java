// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.testing;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A complete HTTP answer.
 *
 * @param status the status code
 * @param headers the values of each header, its name in lower case
 * @param body the body without its framing
 */
public record Response(int status, Map<String, List<String>> headers, byte[] body) {

	private static final Pattern HANDLED = Pattern.compile("Handled by process (\\d+)");

	/**
	 * All values of a header.
	 * @param name its name, in any case
	 * @return the values, one per line of the head
	 */
	public List<String> all(String name) {
		return this.headers.getOrDefault(name.toLowerCase(Locale.ROOT), List.of());
	}

	public Optional<String> header(String name) {
		return all(name).stream().findFirst();
	}

	public String text() {
		return new String(this.body, StandardCharsets.UTF_8);
	}

	/**
	 * The process that says it handled the request.
	 * @return its pid
	 */
	public long handledBy() {
		Matcher matcher = HANDLED.matcher(text());
		if (this.status != 200 || !matcher.matches()) {
			throw new AssertionError("No process says it handled the request: " + this);
		}
		return Long.parseLong(matcher.group(1));
	}

	/**
	 * Whether the server said that it closes the connection after this answer.
	 * @return {@code true} if it said so
	 */
	public boolean announcesClose() {
		return all("connection").stream()
			.flatMap((value) -> Arrays.stream(value.split(",")))
			.anyMatch((token) -> "close".equalsIgnoreCase(token.strip()));
	}

	@Override
	public String toString() {
		String text = text();
		return "%d %s".formatted(this.status, (text.length() > 300) ? text.substring(0, 300) + "…" : text);
	}

}
