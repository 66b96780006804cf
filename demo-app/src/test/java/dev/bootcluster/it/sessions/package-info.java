// SPDX-License-Identifier: Apache-2.0

/**
 * An application whose requests use their session in every way there is.
 */
@NullMarked
package dev.bootcluster.it.sessions;

import org.jspecify.annotations.NullMarked;
