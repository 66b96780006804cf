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

import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * The process that runs this code, as its answers name it.
 */
@Component
class CurrentProcess {

	private final long pid = ProcessHandle.current().pid();

	private final int slot;

	private final int generation;

	CurrentProcess(@Value("${cluster.worker.slot:0}") int slot,
			@Value("${cluster.worker.generation:0}") int generation) {
		this.slot = slot;
		this.generation = generation;
	}

	long pid() {
		return this.pid;
	}

	/**
	 * Return the worker's slot.
	 * @return a number from 1, or 0 when standalone
	 */
	int slot() {
		return this.slot;
	}

	/**
	 * Return the worker's generation.
	 * @return a number from 1, or 0 when standalone
	 */
	int generation() {
		return this.generation;
	}

	String handledBy() {
		return "Handled by process " + this.pid;
	}

}
