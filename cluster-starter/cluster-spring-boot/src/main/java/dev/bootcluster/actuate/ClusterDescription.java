/*
 * Copyright 2026 the Boot Cluster authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *      https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */

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
