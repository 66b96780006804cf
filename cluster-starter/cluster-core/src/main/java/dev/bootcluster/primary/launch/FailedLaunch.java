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
