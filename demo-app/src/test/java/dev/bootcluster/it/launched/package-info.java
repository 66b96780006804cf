// SPDX-License-Identifier: Apache-2.0

/**
 * The demo as users start it, with what else they put into one JVM.
 */
@NullMarked
package dev.bootcluster.it.launched;

import org.jspecify.annotations.NullMarked;
