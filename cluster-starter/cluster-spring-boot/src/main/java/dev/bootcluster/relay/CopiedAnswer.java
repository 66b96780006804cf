// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.relay;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import jakarta.servlet.http.HttpServletResponse;

import org.springframework.http.HttpHeaders;

/**
 * Copies the head of a worker's answer.
 */
final class CopiedAnswer {

	/**
	 * Headers whose values add up: this process' filters may have set others.
	 */
	private static final Set<String> ADDED = Set.of("set-cookie", "vary");

	private CopiedAnswer() {
	}

	/**
	 * Copy status and headers. What this process' filters have set, the worker has
	 * decided as well.
	 */
	static void head(int status, Collection<Map.Entry<String, String>> headers, HttpServletResponse response) {
		Set<String> dropped = RelayedRequest.hopByHop(headers.stream()
			.filter((header) -> header.getKey().equalsIgnoreCase(HttpHeaders.CONNECTION))
			.map(Map.Entry::getValue)
			.toList());
		response.setStatus(status);
		Set<String> seen = new HashSet<>(ADDED);
		for (Map.Entry<String, String> header : List.copyOf(headers)) {
			String name = header.getKey().toLowerCase(Locale.ROOT);
			if (dropped.contains(name)) {
				continue;
			}
			if (seen.add(name)) {
				response.setHeader(header.getKey(), header.getValue());
			}
			else {
				response.addHeader(header.getKey(), header.getValue());
			}
		}
	}

}
