// SPDX-License-Identifier: Apache-2.0

/**
 * What applications see of the cluster: plain types that need nothing but the JDK.
 */
@NullMarked
package dev.bootcluster;

import org.jspecify.annotations.NullMarked;
