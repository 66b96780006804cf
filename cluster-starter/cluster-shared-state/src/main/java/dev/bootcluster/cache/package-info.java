// SPDX-License-Identifier: Apache-2.0

/**
 * Caches that all workers share: what Spring's Redis cache lacks in a cluster. The entry
 * point is {@link dev.bootcluster.cache.ClusterCaches}.
 */
@NullMarked
package dev.bootcluster.cache;

import org.jspecify.annotations.NullMarked;
