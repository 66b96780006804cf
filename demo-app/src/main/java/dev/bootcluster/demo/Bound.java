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

package dev.bootcluster.demo;

import org.springframework.http.HttpStatus;
import org.springframework.web.server.ResponseStatusException;

/**
 * The range that a numeric request parameter may have.
 *
 * @param name the parameter's name
 * @param min the smallest value
 * @param max the largest value
 */
record Bound(String name, long min, long max) {

	/**
	 * Refuse a value outside the range with status 400.
	 * @param value what the client sent
	 */
	void check(long value) {
		if (value < this.min || value > this.max) {
			throw new ResponseStatusException(HttpStatus.BAD_REQUEST,
					"'%s' must be between %d and %d, not %d".formatted(this.name, this.min, this.max, value));
		}
	}

}
