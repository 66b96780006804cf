// SPDX-License-Identifier: Apache-2.0

/**
 * Describes a cluster to the operating system's service manager.
 */
@NullMarked
package dev.bootcluster.service;

import org.jspecify.annotations.NullMarked;
