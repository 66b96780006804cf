// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.demo;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Says which process answered.
 */
@RestController
class HelloController {

	private final CurrentProcess process;

	HelloController(CurrentProcess process) {
		this.process = process;
	}

	@GetMapping("/hello")
	String hello() {
		return this.process.handledBy();
	}

}
