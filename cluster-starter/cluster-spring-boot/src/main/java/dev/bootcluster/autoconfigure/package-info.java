// SPDX-License-Identifier: Apache-2.0

/**
 * Configures the cluster in an application's context.
 */
@NullMarked
package dev.bootcluster.autoconfigure;

import org.jspecify.annotations.NullMarked;
