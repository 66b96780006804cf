// SPDX-License-Identifier: Apache-2.0

/**
 * The cluster's actuator endpoint and health.
 */
@NullMarked
package dev.bootcluster.actuate;

import org.jspecify.annotations.NullMarked;
