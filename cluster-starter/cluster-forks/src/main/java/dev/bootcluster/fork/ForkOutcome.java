// SPDX-License-Identifier: Apache-2.0

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
