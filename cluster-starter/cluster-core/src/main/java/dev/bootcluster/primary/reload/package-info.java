// SPDX-License-Identifier: Apache-2.0

/**
 * Replaces all workers, and returns to the previous generation if new ones fail. The
 * entry point is {@link dev.bootcluster.primary.reload.Reloads}.
 * <p>
 * Used on the primary's thread only, unless a type says otherwise.
 */
@NullMarked
package dev.bootcluster.primary.reload;

import org.jspecify.annotations.NullMarked;
