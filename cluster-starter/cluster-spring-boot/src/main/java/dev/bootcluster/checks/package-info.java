// SPDX-License-Identifier: Apache-2.0

/**
 * What an application has that workers multiply or cannot share.
 */
@NullMarked
package dev.bootcluster.checks;

import org.jspecify.annotations.NullMarked;
