// SPDX-License-Identifier: Apache-2.0

/**
 * A real redis-server that the primary starts if the application configures none, and
 * that ends with the cluster.
 */
@NullMarked
package dev.bootcluster.embedded;

import org.jspecify.annotations.NullMarked;
