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

package dev.bootcluster.fork;

import org.jspecify.annotations.Nullable;

/**
 * The outcome of a task, as reported by its fork.
 *
 * @param result the result, or the process of a detached task
 * @param failure why there is no result, {@code null} if there is one
 * @param reusable whether the fork can run another task
 */
record ForkOutcome(@Nullable Object result, @Nullable ForkFailedException failure, boolean reusable) {

	static ForkOutcome of(@Nullable Object result) {
		return new ForkOutcome(result, null, true);
	}

	static ForkOutcome failed(ForkFailedException failure, boolean reusable) {
		return new ForkOutcome(null, failure, reusable);
	}

}
