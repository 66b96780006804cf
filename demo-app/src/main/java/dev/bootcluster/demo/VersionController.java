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
