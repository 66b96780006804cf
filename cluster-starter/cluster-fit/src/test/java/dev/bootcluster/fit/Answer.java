// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.fit;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

import dev.bootcluster.testing.Response;

/**
 * What of a response does not depend on when and by which process it was sent.
 *
 * @param status the status code
 * @param headers the values of each header, by its name in lower case
 * @param body the body
 */
public record Answer(int status, Map<String, List<String>> headers, String body) {

	private static final Pattern INSTANT = Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d+)?Z");

	/**
	 * Take it from a response.
	 * @param response the response
	 * @return the answer
	 */
	public static Answer of(Response response) {
		Map<String, List<String>> headers = new TreeMap<>(response.headers());
		headers.remove("date");
		headers.computeIfPresent("set-cookie", (name, cookies) -> cookies.stream().map(Answer::withoutValue).toList());
		return new Answer(response.status(), headers, INSTANT.matcher(response.text()).replaceAll("(an instant)"));
	}

	private static String withoutValue(String cookie) {
		return cookie.replaceFirst("=[^;]*", "=…");
	}

}
