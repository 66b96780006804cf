// SPDX-License-Identifier: Apache-2.0

/**
 * Auto-configures Redis, and the sessions and caches kept in it.
 */
@NullMarked
package dev.bootcluster.sharedstate;

import org.jspecify.annotations.NullMarked;
