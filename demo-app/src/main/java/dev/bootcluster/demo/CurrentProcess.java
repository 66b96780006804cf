// SPDX-License-Identifier: Apache-2.0

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
