// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.generation;

import java.util.List;

/**
 * A generation cannot be started.
 */
public class GenerationException extends RuntimeException {

	private final List<String> log;

	/**
	 * Create a new exception.
	 * @param message what is wrong
	 * @param log the last lines printed by the JVM that found out
	 */
	public GenerationException(String message, List<String> log) {
		super(message);
		this.log = List.copyOf(log);
	}

	/**
	 * Return the last lines printed by the JVM that found out.
	 * @return the lines, empty if there are none
	 */
	public List<String> getLog() {
		return this.log;
	}

}
