// SPDX-License-Identifier: Apache-2.0

/**
 * Relays requests to Actuator from the process that got them to the workers they are for.
 */
@NullMarked
package dev.bootcluster.relay;

import org.jspecify.annotations.NullMarked;
