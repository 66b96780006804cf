// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.bootstrap;

import dev.bootcluster.SharedState;
import org.jspecify.annotations.Nullable;

/**
 * Finds settings for sessions in the memory of workers that have no effect without
 * others.
 */
final class StickyAdvice {

	private StickyAdvice() {
	}

	/**
	 * Return what a user should know.
	 * @param properties the cluster's settings
	 * @return a warning, {@code null} if there is nothing to say
	 */
	static @Nullable String warning(ClusterProperties properties) {
		boolean inMemory = properties.sharedState() == SharedState.NONE;
		boolean sticky = properties.balancing().isSticky();
		if (sticky && !inMemory) {
			return "cluster.balancing=sticky has no effect on sessions in Redis, which any worker can use: "
					+ "set cluster.shared-state=none to keep sessions in the memory of workers";
		}
		if (!properties.reload().sessionPatience().isZero() && !(sticky && inMemory)) {
			return "cluster.reload.session-patience has no effect without cluster.balancing=sticky "
					+ "and cluster.shared-state=none";
		}
		return null;
	}

}
