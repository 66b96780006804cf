// SPDX-License-Identifier: Apache-2.0

/**
 * Keeps every slot served: replaces workers that end, loop, hang or exceed their limits,
 * and keeps spares and archives ready.
 * <p>
 * Used on the primary's thread only, unless a type says otherwise.
 */
@NullMarked
package dev.bootcluster.primary.supervision;

import org.jspecify.annotations.NullMarked;
