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
