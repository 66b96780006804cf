// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.ipc;

import java.util.List;
import java.util.Optional;

import dev.bootcluster.Cluster;
import dev.bootcluster.ClusterEvent;
import dev.bootcluster.ClusterException;
import dev.bootcluster.ClusterException.Reason;
import dev.bootcluster.ClusterInfo;
import dev.bootcluster.ClusterTotals;
import dev.bootcluster.ReloadInfo;
import org.jspecify.annotations.Nullable;

/**
 * A cluster that turns every call into a request.
 */
public abstract class RequestingCluster implements Cluster {

	/**
	 * Have a request carried out.
	 * @param <R> the type of its answer
	 * @param request the request
	 * @return the answer, {@code null} if there is none
	 * @throws ClusterException if it is refused, or not answered in time
	 */
	protected abstract <R> @Nullable R ask(ClusterRequest<R> request);

	private <R> R require(ClusterRequest<R> request) {
		R answer = ask(request);
		if (answer == null) {
			throw new ClusterException(Reason.UNAVAILABLE, "The primary answered without a result");
		}
		return answer;
	}

	@Override
	public ClusterInfo info() {
		return require(new ClusterRequest.Info());
	}

	@Override
	public ClusterTotals totals() {
		return require(new ClusterRequest.Totals());
	}

	@Override
	public ReloadInfo reload() {
		return require(new ClusterRequest.Reload(false));
	}

	@Override
	public ReloadInfo dryRun() {
		return require(new ClusterRequest.Reload(true));
	}

	@Override
	public ReloadInfo rollBack() {
		return require(new ClusterRequest.RollBack());
	}

	@Override
	public Optional<ReloadInfo> lastReload() {
		return Optional.ofNullable(ask(new ClusterRequest.LastReload()));
	}

	@Override
	public List<ClusterEvent> events(long after) {
		return List.of(require(new ClusterRequest.Events(after)));
	}

	@Override
	public void restart(int slot) {
		ask(new ClusterRequest.Restart(slot));
	}

	@Override
	public ReloadInfo restartAll() {
		return require(new ClusterRequest.RestartAll());
	}

	@Override
	public void stop(int slot) {
		ask(new ClusterRequest.Stop(slot));
	}

	@Override
	public void start(int slot) {
		ask(new ClusterRequest.Start(slot));
	}

	@Override
	public void startAll() {
		ask(new ClusterRequest.StartAll());
	}

	@Override
	public void pause(int slot) {
		ask(new ClusterRequest.Pause(slot));
	}

	@Override
	public void resume(int slot) {
		ask(new ClusterRequest.Resume(slot));
	}

	@Override
	public void scale(String workers) {
		ask(new ClusterRequest.Scale(workers));
	}

	@Override
	public void balance(String policy) {
		ask(new ClusterRequest.Balance(policy));
	}

}
