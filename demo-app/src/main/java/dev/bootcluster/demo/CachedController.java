// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.demo;

import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * Answers from the cache that all workers share: a value is computed once, however many
 * ask for it at the same time, and forgotten by all workers when one is told to.
 */
@RestController
class CachedController {

	private static final Bound MILLISECONDS = new Bound("ms", 0, 60_000);

	private final CachedValues values;

	CachedController(CachedValues values) {
		this.values = values;
	}

	@GetMapping("/cached/{key}")
	CachedValue cached(@PathVariable String key, @RequestParam(name = "ms", defaultValue = "0") long millis) {
		MILLISECONDS.check(millis);
		return this.values.get(key, millis);
	}

	@DeleteMapping("/cached/{key}")
	void forget(@PathVariable String key) {
		this.values.forget(key);
	}

}
