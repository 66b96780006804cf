// SPDX-License-Identifier: Apache-2.0

/**
 * Wires Redis, and the sessions and caches that live there.
 */
@NullMarked
package dev.bootcluster.sharedstate;

import org.jspecify.annotations.NullMarked;
