// SPDX-License-Identifier: Apache-2.0

/**
 * The meters of all workers, whichever of them is asked.
 */
@NullMarked
package dev.bootcluster.metrics;

import org.jspecify.annotations.NullMarked;
