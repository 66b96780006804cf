// SPDX-License-Identifier: Apache-2.0

/**
 * Messages between workers, through the primary or, to reach other hosts too, through
 * Redis.
 */
@NullMarked
package dev.bootcluster.messaging;

import org.jspecify.annotations.NullMarked;
