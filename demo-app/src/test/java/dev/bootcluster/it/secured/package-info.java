// SPDX-License-Identifier: Apache-2.0

/**
 * An application with Spring Security.
 */
@NullMarked
package dev.bootcluster.it.secured;

import org.jspecify.annotations.NullMarked;
