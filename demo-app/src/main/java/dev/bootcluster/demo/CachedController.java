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
