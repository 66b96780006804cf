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

package dev.bootcluster.worker;

import java.nio.file.Path;
import java.time.Duration;

import dev.bootcluster.BalancingPolicy;
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
		return new WorkerLaunch(1, 1, 1, directory, directory, directory.resolve("application.properties"), 8080,
				BalancingPolicy.ROUND_ROBIN, Duration.ofSeconds(1), false);
	}

}
