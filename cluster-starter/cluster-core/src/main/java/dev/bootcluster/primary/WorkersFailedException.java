// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.primary;

import java.util.List;

import dev.bootcluster.primary.fleet.WorkerHandle;
import dev.bootcluster.primary.launch.AgentFailure;
import org.jspecify.annotations.Nullable;

/**
 * No worker of the first generation could start.
 */
public class WorkersFailedException extends RuntimeException {

	private final List<String> log;

	private final transient @Nullable AgentFailure agent;

	WorkersFailedException(int workers, WorkerHandle last) {
		super("None of %d workers could start: %s %s".formatted(workers, last,
				(last.exit() != null) ? last.exit().reason() : "failed"));
		this.log = last.process().lastLines();
		this.agent = last.agentFailure();
	}

	/**
	 * Return the agent that kept workers from reaching the application.
	 * @return the agent, {@code null} if none did
	 */
	public @Nullable AgentFailure getAgent() {
		return this.agent;
	}

	/**
	 * Return the last lines printed by one of the workers.
	 * @return the lines, oldest first
	 */
	public List<String> getLog() {
		return this.log;
	}

}
