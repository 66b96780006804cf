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

package dev.bootcluster.testing;

import java.time.Instant;

/**
 * What is known of one failed request.
 *
 * @param at when it failed
 * @param outcome how it is counted
 * @param request the request
 * @param localPort the client's port, to find it in other logs; 0 if there was no
 * connection
 * @param detail what happened
 */
public record LoadFailure(Instant at, Outcome outcome, String request, int localPort, String detail) {

	@Override
	public String toString() {
		return "%s port %d: %s: %s".formatted(this.at, this.localPort, this.request, this.detail);
	}

}
