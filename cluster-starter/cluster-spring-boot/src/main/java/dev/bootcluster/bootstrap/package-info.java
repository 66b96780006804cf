// SPDX-License-Identifier: Apache-2.0

/**
 * Decides whether a starting JVM is a primary, a worker or standalone, and sets it up.
 */
@NullMarked
package dev.bootcluster.bootstrap;

import org.jspecify.annotations.NullMarked;
