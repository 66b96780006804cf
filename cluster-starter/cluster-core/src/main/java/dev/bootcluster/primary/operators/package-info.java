// SPDX-License-Identifier: Apache-2.0

/**
 * Serves operators: processes of the same user, such as the command line, that see and
 * change the cluster. The entry point is
 * {@link dev.bootcluster.primary.operators.Operators}.
 * <p>
 * Used on the primary's thread only, unless a type says otherwise.
 */
@NullMarked
package dev.bootcluster.primary.operators;

import org.jspecify.annotations.NullMarked;
