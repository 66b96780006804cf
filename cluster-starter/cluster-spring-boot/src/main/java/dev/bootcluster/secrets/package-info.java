// SPDX-License-Identifier: Apache-2.0

/**
 * Secrets that one process makes up at random and that workers must have in common.
 */
@NullMarked
package dev.bootcluster.secrets;

import org.jspecify.annotations.NullMarked;
