// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.testing;

import java.util.OptionalLong;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * Asks for a path that tells which process handled it.
 */
final class HelloWorkload implements Workload {

	private static final Pattern ANSWER = Pattern.compile("Handled by process (\\d+)");

	private final Request request;

	HelloWorkload(String path) {
		this.request = Request.get(path);
	}

	@Override
	public Request next(Random random) {
		return this.request;
	}

	@Override
	public @Nullable String problem(Request request, Response response) {
		return ANSWER.matcher(response.text()).matches() ? null : "unexpected body: " + response;
	}

	@Override
	public OptionalLong pid(Response response) {
		Matcher matcher = ANSWER.matcher(response.text());
		return matcher.matches() ? OptionalLong.of(Long.parseLong(matcher.group(1))) : OptionalLong.empty();
	}

}
