/*
 * Copyright 2026 the Boot Cluster authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *      https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */

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
