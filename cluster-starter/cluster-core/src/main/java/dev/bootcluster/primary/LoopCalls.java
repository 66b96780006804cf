// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.primary;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

import dev.bootcluster.ClusterException;
import dev.bootcluster.ClusterException.Reason;
import dev.bootcluster.process.TaskLoop;
import org.jspecify.annotations.Nullable;

/**
 * Has other threads' questions answered and orders carried out on the loop.
 *
 * @param loop the loop
 */
record LoopCalls(TaskLoop loop) {

	private static final int TIMEOUT_SECONDS = 2;

	/**
	 * Call something on the loop and wait for its result.
	 * @throws ClusterException if it is refused, or the loop takes too long
	 */
	<R> @Nullable R call(Supplier<@Nullable R> call) {
		CompletableFuture<@Nullable R> answer = new CompletableFuture<>();
		this.loop.execute(() -> {
			try {
				answer.complete(call.get());
			}
			catch (Throwable ex) {
				answer.completeExceptionally(ex);
			}
		});
		@Nullable Throwable failure = null;
		try {
			return answer.orTimeout(TIMEOUT_SECONDS, TimeUnit.SECONDS).join();
		}
		catch (CompletionException ex) {
			failure = ex.getCause();
		}
		if (failure instanceof TimeoutException) {
			throw new ClusterException(Reason.UNAVAILABLE, "The primary does not answer");
		}
		throw (failure instanceof RuntimeException unchecked) ? unchecked : new IllegalStateException(failure);
	}

}
