// SPDX-License-Identifier: Apache-2.0

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
