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

/**
 * What a request does with the session that its cookie names.
 */
enum SessionUse {

	READ("GET", "/session", "reads its session"),

	WRITE("POST", "/session/fruit/apple", "writes to its session"),

	UNTOUCHED("GET", "/hello", "leaves its session alone");

	private final String method;

	private final String path;

	private final String description;

	SessionUse(String method, String path, String description) {
		this.method = method;
		this.path = path;
		this.description = description;
	}

	String method() {
		return this.method;
	}

	String path() {
		return this.path;
	}

	@Override
	public String toString() {
		return "%s %s %s".formatted(this.method, this.path, this.description);
	}

}
