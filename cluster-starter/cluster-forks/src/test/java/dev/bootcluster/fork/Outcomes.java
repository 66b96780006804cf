// SPDX-License-Identifier: Apache-2.0

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
