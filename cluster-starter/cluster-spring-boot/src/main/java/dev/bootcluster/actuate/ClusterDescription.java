// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.actuate;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.bootcluster.ClusterInfo;
import dev.bootcluster.SharedStateInfo;
import org.jspecify.annotations.Nullable;

/**
 * What the primary knows of the cluster and, beside it, what only who is asked can see.
 *
 * @param cluster the cluster
 * @param sharedState whether sessions and caches can be had, {@code null} if nobody knows
 */
record ClusterDescription(@JsonUnwrapped ClusterInfo cluster,
		@JsonInclude(Include.NON_NULL) @Nullable SharedStateInfo sharedState) {

}
