// SPDX-License-Identifier: Apache-2.0

/**
 * An application that has much of what there is only one of in one process.
 */
@NullMarked
package dev.bootcluster.it.single;

import org.jspecify.annotations.NullMarked;
