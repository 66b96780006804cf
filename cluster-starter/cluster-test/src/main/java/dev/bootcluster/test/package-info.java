// SPDX-License-Identifier: Apache-2.0

/**
 * What the tests of several modules share.
 */
@NullMarked
package dev.bootcluster.test;

import org.jspecify.annotations.NullMarked;
