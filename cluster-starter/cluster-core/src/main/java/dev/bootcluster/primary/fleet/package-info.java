// SPDX-License-Identifier: Apache-2.0

/**
 * What the primary knows about its workers and slots, and how a worker comes and goes.
 * Nothing is decided here: the deciding parts observe what happens, in a fixed order.
 * <p>
 * Used on the primary's thread only, unless a type says otherwise.
 */
@NullMarked
package dev.bootcluster.primary.fleet;

import org.jspecify.annotations.NullMarked;
