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

import java.util.Optional;

/**
 * The cluster this JVM belongs to. In the primary it holds the truth; in a worker it asks
 * the primary. Inject it where an application wants to see or steer its cluster; in a
 * standalone application there is no such bean.
 * <p>
 * Safe for use by any thread. Methods that ask the primary block for two seconds at most
 * and throw {@link ClusterException} with {@code UNAVAILABLE} after that.
 */
public interface Cluster {

	/**
	 * What this JVM is.
	 * @return {@code PRIMARY} or {@code WORKER}
	 */
	ClusterRole role();

	/**
	 * The cluster as its primary sees it now.
	 * @return the cluster's state
	 */
	ClusterInfo info();

	/**
	 * Begin to replace the workers by a new generation, one at a time. Returns at once: a
	 * request that waited for the end on a worker would hold that worker's drain.
	 * @return the reload that was begun
	 * @throws ClusterException with {@code CONFLICT} if one is running
	 */
	ReloadInfo reload();

	/**
	 * The current or last reload.
	 * @return the reload, or empty before the first
	 */
	Optional<ReloadInfo> lastReload();

	/**
	 * Replace one slot's worker by a new one of the same generation: the old one drains
	 * once the new one is ready.
	 * @param slot the slot
	 * @throws ClusterException with {@code NOT_FOUND} if there is no such slot, with
	 * {@code CONFLICT} during a reload
	 */
	void restart(int slot);

	/**
	 * Stop one slot's worker after a drain and leave the slot empty.
	 * @param slot the slot
	 * @throws ClusterException with {@code NOT_FOUND} if there is no such slot, with
	 * {@code CONFLICT} during a reload or if it is the last worker
	 */
	void stop(int slot);

	/**
	 * Start a worker in a stopped slot; does nothing if one runs there.
	 * @param slot the slot
	 * @throws ClusterException with {@code NOT_FOUND} if there is no such slot, with
	 * {@code CONFLICT} during a reload
	 */
	void start(int slot);

	/**
	 * Change the number of slots; slots that go are drained.
	 * @param workers the number, in the form of {@code cluster.workers}
	 * @throws ClusterException with {@code INVALID} if it cannot be read, with
	 * {@code CONFLICT} during a reload
	 */
	void scale(String workers);

}
