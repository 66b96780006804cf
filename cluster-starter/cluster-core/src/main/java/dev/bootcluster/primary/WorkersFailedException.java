// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.primary;

import java.util.List;

import dev.bootcluster.primary.fleet.WorkerHandle;

/**
 * No worker of the first generation could start.
 */
public class WorkersFailedException extends RuntimeException {

	private final List<String> log;

	WorkersFailedException(int workers, WorkerHandle last) {
		super("None of %d workers could start: %s %s".formatted(workers, last,
				(last.exit() != null) ? last.exit().reason() : "failed"));
		this.log = last.process().lastLines();
	}

	/**
	 * Return the last lines printed by one of the workers.
	 * @return the lines, oldest first
	 */
	public List<String> getLog() {
		return this.log;
	}

}
