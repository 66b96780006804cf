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
 * Work that a worker does before it calls itself ready, such as filling a cache or
 * running hot code, declared as a bean. All of them run once in every worker, in their
 * order, before the requests of {@code cluster.warmup.paths}; the worker gets no
 * connections meanwhile, and its boot timeout goes on.
 */
@FunctionalInterface
public interface ClusterWarmup {

	/**
	 * Warm up. Called on a thread of its own, after the application has started.
	 * @throws Exception if it fails, which is logged; the worker becomes ready all the
	 * same
	 */
	void warmUp() throws Exception;

}
