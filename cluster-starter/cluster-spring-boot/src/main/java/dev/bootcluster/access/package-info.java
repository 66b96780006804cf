// SPDX-License-Identifier: Apache-2.0

/**
 * Who may see and change the cluster.
 */
@NullMarked
package dev.bootcluster.access;

import org.jspecify.annotations.NullMarked;
