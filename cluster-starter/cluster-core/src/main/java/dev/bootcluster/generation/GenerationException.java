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
