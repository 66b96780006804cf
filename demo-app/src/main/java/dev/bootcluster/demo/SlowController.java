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

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * Answers late, as an application does that waits for another server.
 */
@RestController
class SlowController {

	private static final Bound MILLISECONDS = new Bound("ms", 0, 600_000);

	private final CurrentProcess process;

	SlowController(CurrentProcess process) {
		this.process = process;
	}

	@GetMapping("/slow")
	String slow(@RequestParam(name = "ms", defaultValue = "1000") long millis) {
		MILLISECONDS.check(millis);
		Pause.ofMillis(millis).await();
		return this.process.handledBy();
	}

}
