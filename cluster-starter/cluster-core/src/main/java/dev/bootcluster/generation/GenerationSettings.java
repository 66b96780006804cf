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

import java.time.Duration;
import java.util.List;
import java.util.Map;

import dev.bootcluster.ipc.Protocol;

/**
 * What a generation's configuration says about its workers.
 *
 * @param protocol the {@link Protocol} of the starter that read the configuration
 * @param jvmArgs JVM options for workers, after the application's own
 * @param environment environment variables for workers, on top of the primary's
 * @param bootTimeout how long a worker may take from spawn to ready
 * @param drainTimeout how long a draining worker may take to finish what it has
 * @param hangTimeout how long work may wait while nothing completes, zero for no limit
 * @param classArchive whether workers start from an archive of their classes
 * @param reload how this generation replaces the previous one
 * @param limits when a worker is recycled
 */
public record GenerationSettings(int protocol, List<String> jvmArgs, Map<String, String> environment,
		Duration bootTimeout, Duration drainTimeout, Duration hangTimeout, boolean classArchive, ReloadSettings reload,
		WorkerLimits limits) {

	/**
	 * Create settings in the protocol of this version.
	 */
	public GenerationSettings(List<String> jvmArgs, Map<String, String> environment, Duration bootTimeout,
			Duration drainTimeout, Duration hangTimeout, boolean classArchive, ReloadSettings reload,
			WorkerLimits limits) {
		this(Protocol.VERSION, jvmArgs, environment, bootTimeout, drainTimeout, hangTimeout, classArchive, reload,
				limits);
	}

}
