// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.primary.launch;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * A process the operating system refused to start; it counts as exited.
 */
public final class FailedLaunch implements WorkerProcess {

	private static final int EXIT_CODE = 127;

	private final IOException cause;

	public FailedLaunch(IOException cause) {
		this.cause = cause;
	}

	@Override
	public long pid() {
		return 0;
	}

	@Override
	public CompletableFuture<Integer> exit() {
		return CompletableFuture.completedFuture(EXIT_CODE);
	}

	@Override
	public void terminate() {
		// It never ran.
	}

	@Override
	public void kill() {
		// It never ran.
	}

	@Override
	public List<String> lastLines() {
		return List.of(String.valueOf(this.cause.getMessage()));
	}

}
