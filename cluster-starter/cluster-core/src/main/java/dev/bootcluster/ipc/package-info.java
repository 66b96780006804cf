// SPDX-License-Identifier: Apache-2.0

/**
 * The wire between primary and workers: framed JSON on the control channel, descriptors
 * and their acknowledgements on the handoff channel.
 */
@NullMarked
package dev.bootcluster.ipc;

import org.jspecify.annotations.NullMarked;
