// SPDX-License-Identifier: Apache-2.0

/**
 * What sessions and caches share about Redis: a client that gives up early and comes back
 * soon, and one opinion about whether it serves.
 */
@NullMarked
package dev.bootcluster.redis;

import org.jspecify.annotations.NullMarked;
