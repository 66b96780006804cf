// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.ipc;

import org.jspecify.annotations.Nullable;

/**
 * The primary's answer to a worker that needs a shared value.
 *
 * @param value the current value, {@code null} if there is none yet
 * @param compute whether the asking worker must compute it; if not, another one does
 */
public record SharedValueState(FromPrimary.@Nullable Shared value, boolean compute) {

}
