// SPDX-License-Identifier: Apache-2.0

/**
 * The primary: assembles the parts that launch, supervise and reload workers, and answers
 * requests.
 */
@NullMarked
package dev.bootcluster.primary;

import org.jspecify.annotations.NullMarked;
