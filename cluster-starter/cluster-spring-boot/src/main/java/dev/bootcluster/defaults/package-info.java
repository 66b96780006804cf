// SPDX-License-Identifier: Apache-2.0

/**
 * Suggested settings for an application, with the lowest precedence.
 */
@NullMarked
package dev.bootcluster.defaults;

import org.jspecify.annotations.NullMarked;
