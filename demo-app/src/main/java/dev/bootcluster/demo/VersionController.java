// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.demo;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Says which version of the application answers.
 */
@RestController
class VersionController {

	private final DemoProperties properties;

	private final CurrentProcess process;

	VersionController(DemoProperties properties, CurrentProcess process) {
		this.properties = properties;
		this.process = process;
	}

	@GetMapping("/version")
	Version version() {
		return new Version(this.properties.version(), this.process.pid(), this.process.generation());
	}

	/**
	 * A version and the process that runs it.
	 *
	 * @param version the version
	 * @param pid the process
	 * @param generation the worker's generation, 0 when standalone
	 */
	record Version(String version, long pid, int generation) {

	}

}
