// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.primary;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import dev.bootcluster.Cluster;
import dev.bootcluster.ClusterException;
import dev.bootcluster.ClusterException.Reason;
import dev.bootcluster.ClusterRole;
import dev.bootcluster.ipc.ClusterRequest;
import dev.bootcluster.ipc.RequestingCluster;
import dev.bootcluster.process.TaskLoop;
import org.jspecify.annotations.Nullable;

/**
 * The cluster for other threads of the primary: every question and order goes to the
 * loop.
 */
final class PrimaryCluster extends RequestingCluster {

	private static final int TIMEOUT_SECONDS = 2;

	private final TaskLoop loop;

	private final Cluster cluster;

	PrimaryCluster(TaskLoop loop, Cluster cluster) {
		this.loop = loop;
		this.cluster = cluster;
	}

	@Override
	public ClusterRole role() {
		return ClusterRole.PRIMARY;
	}

	@Override
	protected <R> @Nullable R ask(ClusterRequest<R> request) {
		CompletableFuture<@Nullable R> answer = new CompletableFuture<>();
		this.loop.execute(() -> {
			try {
				answer.complete(request.perform(this.cluster));
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
