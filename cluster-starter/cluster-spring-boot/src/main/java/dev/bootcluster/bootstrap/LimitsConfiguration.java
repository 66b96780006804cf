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

package dev.bootcluster.bootstrap;

import java.time.Duration;
import java.util.Objects;

import dev.bootcluster.generation.WorkerLimits;
import org.jspecify.annotations.Nullable;

import org.springframework.util.unit.DataSize;

/**
 * Reads what the configuration says about the limits of a worker.
 */
final class LimitsConfiguration {

	private static final DataSize SMALLEST = DataSize.ofMegabytes(1);

	private LimitsConfiguration() {
	}

	/**
	 * Read the limits.
	 * @throws ClusterStartException if a value cannot be used
	 */
	static WorkerLimits read(ClusterProperties.Worker worker) {
		Long maxRequests = worker.getMaxRequests();
		if (maxRequests != null && maxRequests < 1) {
			throw new ClusterStartException("cluster.worker.max-requests", maxRequests, "is less than one request",
					"Set it to a number of requests such as 100000, or remove it for no limit");
		}
		Duration maxAge = worker.getMaxAge();
		if (maxAge != null && (maxAge.isNegative() || maxAge.isZero())) {
			throw new ClusterStartException("cluster.worker.max-age", maxAge, "is not a positive duration",
					"Set it to a duration such as 24h, or remove it for no limit");
		}
		if (worker.getMinLifetime().isNegative()) {
			throw new ClusterStartException("cluster.worker.min-lifetime", worker.getMinLifetime(), "is negative",
					"Set it to a duration such as 1m, or to 0");
		}
		return new WorkerLimits(memory(worker.getMaxMemory()), Objects.requireNonNullElse(maxRequests, 0L),
				Objects.requireNonNullElse(maxAge, Duration.ZERO), worker.getMinLifetime());
	}

	private static long memory(@Nullable String text) {
		if (text == null || text.isBlank()) {
			return 0;
		}
		String problem = "is less than a megabyte";
		try {
			DataSize size = DataSize.parse(text.strip());
			if (size.compareTo(SMALLEST) >= 0) {
				return size.toBytes();
			}
		}
		catch (IllegalArgumentException ex) {
			problem = "is not a size of memory";
		}
		throw new ClusterStartException("cluster.worker.max-memory", text, problem,
				"Set it to a size such as 500MB, or remove it for no limit");
	}

}
