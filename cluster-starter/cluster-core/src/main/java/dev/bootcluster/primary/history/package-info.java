// SPDX-License-Identifier: Apache-2.0

/**
 * Remembers the cluster's load of the last minutes. The entry point is
 * {@link dev.bootcluster.primary.history.Sampling}.
 * <p>
 * Used on the primary's thread only, unless a type says otherwise.
 */
@NullMarked
package dev.bootcluster.primary.history;

import org.jspecify.annotations.NullMarked;
