// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster;

/**
 * Work a worker does before it reports ready, such as filling a cache or running hot
 * code; declared as a bean. Every such bean runs once in every worker, in order, before
 * the requests of {@code cluster.warmup.paths}. The worker gets no connections meanwhile,
 * and its boot timeout keeps running.
 */
@FunctionalInterface
public interface ClusterWarmup {

	/**
	 * Warm up. Called on a separate thread after the application has started.
	 * @throws Exception on failure, which is logged; the worker becomes ready anyway
	 */
	void warmUp() throws Exception;

}
