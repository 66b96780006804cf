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
