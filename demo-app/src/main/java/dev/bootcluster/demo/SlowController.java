// SPDX-License-Identifier: Apache-2.0

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
