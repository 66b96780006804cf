// SPDX-License-Identifier: Apache-2.0

/**
 * Sessions in Redis, at two round trips for a request that uses its session and none for
 * one that does not; and the answer to requests whose session is unavailable.
 */
@NullMarked
package dev.bootcluster.session;

import org.jspecify.annotations.NullMarked;
