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

package dev.bootcluster.fork;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * What tests need to know about tasks and their processes.
 */
final class Outcomes {

	private Outcomes() {
	}

	/**
	 * The id of the calling process.
	 */
	static long pid() {
		return ProcessHandle.current().pid();
	}

	static boolean isAlive(long pid) {
		return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
	}

	/**
	 * Wait for a task to fail and return why.
	 */
	static ForkFailedException failure(CompletableFuture<?> future) {
		try {
			throw new AssertionError("Has the result " + future.join());
		}
		catch (CompletionException ex) {
			return (ForkFailedException) ex.getCause();
		}
	}

}
