// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.ipc;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/**
 * Something a worker can ask of the primary. A request knows the type of its answer, and
 * all but those for a port, whose answer takes time, how to perform themselves.
 *
 * @param <R> the type of its answer, {@link Void} if there is none
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "request")
@JsonSubTypes({ @JsonSubTypes.Type(value = ClusterRequest.Info.class, name = "info"),
		@JsonSubTypes.Type(value = ClusterRequest.Totals.class, name = "totals"),
		@JsonSubTypes.Type(value = ClusterRequest.Reload.class, name = "reload"),
		@JsonSubTypes.Type(value = ClusterRequest.RollBack.class, name = "roll-back"),
		@JsonSubTypes.Type(value = ClusterRequest.LastReload.class, name = "last-reload"),
		@JsonSubTypes.Type(value = ClusterRequest.Events.class, name = "events"),
		@JsonSubTypes.Type(value = ClusterRequest.Restart.class, name = "restart"),
		@JsonSubTypes.Type(value = ClusterRequest.RestartAll.class, name = "restart-all"),
		@JsonSubTypes.Type(value = ClusterRequest.Stop.class, name = "stop"),
		@JsonSubTypes.Type(value = ClusterRequest.Start.class, name = "start"),
		@JsonSubTypes.Type(value = ClusterRequest.StartAll.class, name = "start-all"),
		@JsonSubTypes.Type(value = ClusterRequest.Pause.class, name = "pause"),
		@JsonSubTypes.Type(value = ClusterRequest.Resume.class, name = "resume"),
		@JsonSubTypes.Type(value = ClusterRequest.Scale.class, name = "scale"),
		@JsonSubTypes.Type(value = ClusterRequest.Balance.class, name = "balance"),
		@JsonSubTypes.Type(value = CollaborationRequest.Claim.class, name = "claim"),
		@JsonSubTypes.Type(value = CollaborationRequest.Finished.class, name = "finished"),
		@JsonSubTypes.Type(value = CollaborationRequest.AskValue.class, name = "shared-value"),
		@JsonSubTypes.Type(value = HistoryRequest.Samples.class, name = "samples"),
		@JsonSubTypes.Type(value = HistoryRequest.Printed.class, name = "printed"),
		@JsonSubTypes.Type(value = PortRequest.Open.class, name = "open-port") })
public sealed interface Request<R> permits ClusterRequest, CollaborationRequest, HistoryRequest, PortRequest {

	/**
	 * Return the type of the answer.
	 * @return the type
	 */
	Class<R> answer();

}
