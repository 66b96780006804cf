// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.primary;

import dev.bootcluster.Cluster;
import dev.bootcluster.ClusterException;
import dev.bootcluster.ClusterException.Reason;
import dev.bootcluster.ipc.ClusterRequest;
import dev.bootcluster.ipc.CollaborationRequest;
import dev.bootcluster.ipc.FromPrimary;
import dev.bootcluster.ipc.FromWorker;
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

	private final Ports ports;

	Requests(Cluster cluster, Collaboration collaboration, Ports ports) {
		this.cluster = cluster;
		this.collaboration = collaboration;
		this.ports = ports;
	}

	/**
	 * A worker makes a request. It always gets an answer.
	 */
	void called(WorkerHandle worker, FromWorker.Call call) {
		if (call.request() instanceof PortRequest.Open request) {
			this.ports.open(worker, request)
				.whenComplete((opened, failure) -> worker
					.tell((failure != null) ? refusal(worker, call, failure) : success(call, opened)));
		}
		else {
			worker.tell(answer(worker, call));
		}
	}

	private FromPrimary.Reply answer(WorkerHandle worker, FromWorker.Call call) {
		try {
			return success(call, perform(worker, call.request()));
		}
		catch (Throwable ex) {
			return refusal(worker, call, ex);
		}
	}

	private static FromPrimary.Reply success(FromWorker.Call call, @Nullable Object result) {
		return new FromPrimary.Reply(call.id(), null, null, (result != null) ? Wire.toJson(result) : null);
	}

	private static FromPrimary.Reply refusal(WorkerHandle worker, FromWorker.Call call, Throwable failure) {
		if (failure instanceof ClusterException refused) {
			return new FromPrimary.Reply(call.id(), refused.getReason().name(), refused.getMessage(), null);
		}
		logger.error("Could not answer request %s from %s".formatted(call.request().getClass().getSimpleName(), worker),
				failure);
		return new FromPrimary.Reply(call.id(), Reason.UNAVAILABLE.name(), "The primary failed: " + failure, null);
	}

	private @Nullable Object perform(WorkerHandle worker, Request<?> request) {
		return (request instanceof ClusterRequest<?> order) ? order.perform(this.cluster)
				: ((CollaborationRequest<?>) request).perform(this.collaboration.performer(worker));
	}

}
