// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.generation;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import dev.bootcluster.BalancingPolicy;
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
 * @param balancing how connections are to be assigned to workers
 * @param weights the weights of slots, for the policy that looks at them
 * @param bounded whether workers are bounded in what they execute
 */
public record GenerationSettings(int protocol, List<String> jvmArgs, Map<String, String> environment,
		Duration bootTimeout, Duration drainTimeout, Duration hangTimeout, boolean classArchive, ReloadSettings reload,
		WorkerLimits limits, BalancingPolicy balancing, Map<Integer, Integer> weights, boolean bounded) {

	/**
	 * Create settings in the protocol of this version.
	 */
	public GenerationSettings(List<String> jvmArgs, Map<String, String> environment, Duration bootTimeout,
			Duration drainTimeout, Duration hangTimeout, boolean classArchive, ReloadSettings reload,
			WorkerLimits limits, BalancingPolicy balancing, Map<Integer, Integer> weights, boolean bounded) {
		this(Protocol.VERSION, jvmArgs, environment, bootTimeout, drainTimeout, hangTimeout, classArchive, reload,
				limits, balancing, weights, bounded);
	}

	/**
	 * Create settings in the protocol of this version, with the usual balancing.
	 */
	public GenerationSettings(List<String> jvmArgs, Map<String, String> environment, Duration bootTimeout,
			Duration drainTimeout, Duration hangTimeout, boolean classArchive, ReloadSettings reload,
			WorkerLimits limits) {
		this(Protocol.VERSION, jvmArgs, environment, bootTimeout, drainTimeout, hangTimeout, classArchive, reload,
				limits, BalancingPolicy.ROUND_ROBIN, Map.of(), false);
	}

}
