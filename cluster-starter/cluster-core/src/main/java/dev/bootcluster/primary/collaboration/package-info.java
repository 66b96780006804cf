// SPDX-License-Identifier: Apache-2.0

/**
 * What workers leave to the primary to decide: messages, leadership, job runs and shared
 * values. The entry point is {@link dev.bootcluster.primary.collaboration.Collaboration}.
 * <p>
 * Used on the primary's thread only, unless a type says otherwise.
 */
@NullMarked
package dev.bootcluster.primary.collaboration;

import org.jspecify.annotations.NullMarked;
