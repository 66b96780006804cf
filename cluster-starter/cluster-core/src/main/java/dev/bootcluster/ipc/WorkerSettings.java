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

package dev.bootcluster.ipc;

import java.nio.file.Path;
import java.time.Duration;

import dev.bootcluster.BalancingPolicy;
import org.jspecify.annotations.Nullable;

/**
 * What the primary told this worker when it spawned it, as system properties.
 *
 * @param slot the worker's slot
 * @param generation its generation
 * @param launch its launch number
 * @param directory the cluster's directory
 * @param port the port clients connect to
 * @param policy how connections come
 * @param drainTimeout how long to drain if the primary is lost
 */
public record WorkerSettings(int slot, int generation, long launch, Path directory, int port, BalancingPolicy policy,
		Duration drainTimeout) {

	/**
	 * The property that makes a JVM a worker.
	 */
	public static final String SLOT = "cluster.worker.slot";

	/**
	 * The property that says where the configuration of the worker's generation is.
	 */
	public static final String CONFIGURATION = "cluster.worker.configuration";

	/**
	 * Read the settings.
	 * @return the settings, or {@code null} if this JVM is no worker
	 */
	public static @Nullable WorkerSettings fromSystemProperties() {
		String slot = System.getProperty(SLOT);
		if (slot == null) {
			return null;
		}
		return new WorkerSettings(Integer.parseInt(slot), Integer.parseInt(required("generation")),
				Long.parseLong(required("launch")), Path.of(required("directory")), Integer.parseInt(required("port")),
				BalancingPolicy.valueOf(required("policy")), Duration.parse(required("drain")));
	}

	private static String required(String name) {
		String value = System.getProperty("cluster.worker." + name);
		if (value == null) {
			throw new IllegalStateException(
					"cluster.worker.%s is missing; the properties beside cluster.worker.slot are set by the primary and not by hand"
						.formatted(name));
		}
		return value;
	}

}
