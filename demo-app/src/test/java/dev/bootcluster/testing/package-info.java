// SPDX-License-Identifier: Apache-2.0

/**
 * The eyes of the integration tests: a cluster as a real process, and a load generator
 * that hides no failure.
 */
@NullMarked
package dev.bootcluster.testing;

import org.jspecify.annotations.NullMarked;
