// SPDX-License-Identifier: Apache-2.0

/**
 * Starts workers: the command, options and environment that make a JVM a worker, and its
 * process.
 * <p>
 * Used on the primary's thread only, unless a type says otherwise.
 */
@NullMarked
package dev.bootcluster.primary.launch;

import org.jspecify.annotations.NullMarked;
