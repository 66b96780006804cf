// SPDX-License-Identifier: Apache-2.0

/**
 * The primary's side of port sharing: accepts connections, pairs them with workers and
 * hands them over.
 */
@NullMarked
package dev.bootcluster.handoff;

import org.jspecify.annotations.NullMarked;
