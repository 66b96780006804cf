// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.primary;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

import dev.bootcluster.Cluster;
import dev.bootcluster.ClusterException;
import dev.bootcluster.ClusterException.Reason;
import dev.bootcluster.ipc.ClusterRequest;
import dev.bootcluster.ipc.CollaborationRequest;
import dev.bootcluster.ipc.FromPrimary;
import dev.bootcluster.ipc.FromWorker;
import dev.bootcluster.ipc.History;
import dev.bootcluster.ipc.HistoryRequest;
import dev.bootcluster.ipc.PortRequest;
import dev.bootcluster.ipc.Request;
import dev.bootcluster.ipc.Wire;
import dev.bootcluster.primary.collaboration.Collaboration;
import dev.bootcluster.primary.fleet.WorkerHandle;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Answers the workers' requests. Used on the loop only.
 */
final class Requests {

	private static final Log logger = LogFactory.getLog(Requests.class);

	private final Cluster cluster;

	private final Collaboration collaboration;

	private final History history;

	private final Ports ports;

	Requests(Cluster cluster, Collaboration collaboration, History history, Ports ports) {
		this.cluster = cluster;
		this.collaboration = collaboration;
		this.history = history;
		this.ports = ports;
	}

	/**
	 * A worker makes a request. It always gets an answer.
	 */
	void called(WorkerHandle worker, FromWorker.Call call) {
		perform(worker, call.request()).thenApply((result) -> success(call, result))
			.exceptionally((failure) -> refusal(worker, call, failure))
			.thenAccept(worker::tell);
	}

	/**
	 * Most answers are there at once; a port has to be opened first.
	 */
	private CompletableFuture<?> perform(WorkerHandle worker, Request<?> request) {
		try {
			return (request instanceof PortRequest.Open open) ? this.ports.open(worker, open)
					: CompletableFuture.completedFuture(answer(worker, request));
		}
		catch (Throwable ex) {
			return CompletableFuture.failedFuture(ex);
		}
	}

	private @Nullable Object answer(WorkerHandle worker, Request<?> request) {
		if (request instanceof ClusterRequest<?> order) {
			return order.perform(this.cluster);
		}
		return (request instanceof HistoryRequest<?> question) ? question.perform(this.history)
				: ((CollaborationRequest<?>) request).perform(this.collaboration.performer(worker));
	}

	private static FromPrimary.Reply success(FromWorker.Call call, @Nullable Object result) {
		return new FromPrimary.Reply(call.id(), null, null, (result != null) ? Wire.toJson(result) : null);
	}

	private static FromPrimary.Reply refusal(WorkerHandle worker, FromWorker.Call call, Throwable thrown) {
		Throwable failure = (thrown instanceof CompletionException && thrown.getCause() != null) ? thrown.getCause()
				: thrown;
		if (failure instanceof ClusterException refused) {
			return new FromPrimary.Reply(call.id(), refused.getReason().name(), refused.getMessage(), null);
		}
		logger.error("Could not answer request %s from %s".formatted(call.request().getClass().getSimpleName(), worker),
				failure);
		return new FromPrimary.Reply(call.id(), Reason.UNAVAILABLE.name(), "The primary failed: " + failure, null);
	}

}
