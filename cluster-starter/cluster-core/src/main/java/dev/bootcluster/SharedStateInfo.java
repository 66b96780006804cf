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

package dev.bootcluster;

import java.time.Instant;

/**
 * Whether sessions and caches are available.
 *
 * @param status whether they are
 * @param since when the status has held
 * @param reason why they are unavailable; empty if they are available
 */
public record SharedStateInfo(Status status, Instant since, String reason) {

	/**
	 * Whether Redis is available.
	 */
	public enum Status {

		/**
		 * Redis is available.
		 */
		UP,

		/**
		 * Redis is unavailable: requests that need a session get 503, caches compute
		 * their values, everything else is served.
		 */
		DOWN

	}

}
