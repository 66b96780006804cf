// SPDX-License-Identifier: Apache-2.0

/**
 * What one worker does for all: leadership, scheduled jobs and shared values.
 */
@NullMarked
package dev.bootcluster.leader;

import org.jspecify.annotations.NullMarked;
