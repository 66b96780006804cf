// SPDX-License-Identifier: Apache-2.0

/**
 * Serves the dashboard: a page, and a stream of what it shows.
 */
@NullMarked
package dev.bootcluster.dashboard;

import org.jspecify.annotations.NullMarked;
