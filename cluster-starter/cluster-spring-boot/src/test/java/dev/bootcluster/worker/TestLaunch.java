// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.worker;

import java.nio.file.Path;
import java.time.Duration;

import dev.bootcluster.ipc.WorkerLaunch;

/**
 * The launch settings that the tests' primary passes to its worker.
 */
public final class TestLaunch {

	private TestLaunch() {
	}

	/**
	 * The only worker of a cluster.
	 */
	public static WorkerLaunch in(Path directory) {
		return new WorkerLaunch(1, 1, 1, directory, directory, directory.resolve("application.properties"), 8080, false,
				Duration.ofSeconds(1), false);
	}

}
