// SPDX-License-Identifier: Apache-2.0

/**
 * Child JVMs: how this JVM was started, which of its options a child gets, and how a
 * child is run.
 */
@NullMarked
package dev.bootcluster.process;

import org.jspecify.annotations.NullMarked;
