// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.testing;

import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/**
 * Writes a value into its session and reads it back, in turn.
 */
final class SessionWorkload implements Workload {

	private static final String NAME = "load";

	private final Map<String, String> cookies = new TreeMap<>();

	/**
	 * The last one whose writing was confirmed, and those that may have been written
	 * since.
	 */
	private final Set<Long> values = new LinkedHashSet<>();

	private long value;

	private boolean written;

	@Override
	public Request next(Random random) {
		this.written = !this.written;
		if (this.written) {
			this.value = random.nextLong(Long.MAX_VALUE);
			this.values.add(this.value);
		}
		Request request = this.written ? Request.post("/session/%s/%d".formatted(NAME, this.value))
				: Request.get("/session");
		return this.cookies.isEmpty() ? request : request.with("Cookie", cookies());
	}

	@Override
	public @Nullable String problem(Request request, Response response) {
		boolean known = !this.cookies.isEmpty();
		response.all("set-cookie").forEach(this::remember);
		if ("POST".equals(request.method())) {
			this.values.removeIf((value) -> value != this.value);
			return this.cookies.isEmpty() ? "no session cookie" : null;
		}
		if (known && this.values.stream().map(String::valueOf).noneMatch(response.text()::contains)) {
			return "none of %s in session: %s".formatted(this.values, response);
		}
		return null;
	}

	@Override
	public Workload forClient() {
		return new SessionWorkload();
	}

	private void remember(String cookie) {
		String[] pair = cookie.split(";", 2)[0].split("=", 2);
		this.cookies.put(pair[0].strip(), (pair.length > 1) ? pair[1].strip() : "");
	}

	private String cookies() {
		return this.cookies.entrySet()
			.stream()
			.map((entry) -> "%s=%s".formatted(entry.getKey(), entry.getValue()))
			.collect(Collectors.joining("; "));
	}

}
