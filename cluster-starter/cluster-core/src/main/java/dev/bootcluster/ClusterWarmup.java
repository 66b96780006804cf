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
