// SPDX-License-Identifier: Apache-2.0

/**
 * Runs tasks in separate JVMs: the pool and its processes on this side, {@link ForkMain}
 * on the other.
 */
@NullMarked
package dev.bootcluster.fork;

import org.jspecify.annotations.NullMarked;
