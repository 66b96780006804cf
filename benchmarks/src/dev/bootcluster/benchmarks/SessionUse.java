// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.benchmarks;

import java.util.List;

/**
 * What requests do with the session that their cookie names.
 */
enum SessionUse {

	READ("read their session", "GET /session"),

	WRITE("write to it", "POST /session/fruit/apple"),

	BOTH("read their session and write to it, in turn", "GET /session", "POST /session/fruit/apple"),

	UNTOUCHED("leave it alone", "GET /hello");

	private final String description;

	private final List<String> requests;

	SessionUse(String description, String... requests) {
		this.description = description;
		this.requests = List.of(requests);
	}

	/**
	 * The request lines, each a method and a path.
	 */
	List<String> requests() {
		return this.requests;
	}

	@Override
	public String toString() {
		return "%s: requests that %s".formatted(String.join(", ", this.requests), this.description);
	}

}
