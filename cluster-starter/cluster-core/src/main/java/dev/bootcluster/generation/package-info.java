// SPDX-License-Identifier: Apache-2.0

/**
 * What workers run: the application's code and configuration, pinned for each generation
 * so that files on disk may change while it serves.
 */
@NullMarked
package dev.bootcluster.generation;

import org.jspecify.annotations.NullMarked;
