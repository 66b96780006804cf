// SPDX-License-Identifier: Apache-2.0

/**
 * What sessions and caches have in common: a Redis client that fails fast and reconnects
 * soon, and one opinion on whether Redis serves.
 */
@NullMarked
package dev.bootcluster.redis;

import org.jspecify.annotations.NullMarked;
