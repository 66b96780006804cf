// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.worker;

import java.util.List;

import dev.bootcluster.BalancingPolicy;
import dev.bootcluster.ipc.DescriptorChannel;
import dev.bootcluster.ipc.DescriptorLimit;
import dev.bootcluster.ipc.FromWorker;
import dev.bootcluster.ipc.Ipc;
import dev.bootcluster.ipc.WorkerLaunch;
import org.jspecify.annotations.Nullable;

/**
 * The service of a worker: the connections that come from the primary and what its Tomcat
 * makes of them.
 */
final class Serving implements Drain.Service {

	private final Traffic traffic;

	private final Intake intake;

	private volatile @Nullable DescriptorChannel descriptors;

	/**
	 * @param protocol the protocol of Tomcat's connector
	 * @param progress the valve of Tomcat's engine
	 * @param policy who accepts connections
	 * @param onEnd called when no more connections will come
	 */
	Serving(HandoffProtocol protocol, RequestProgress progress, BalancingPolicy policy, Runnable onEnd) {
		ReceivedSockets.require();
		HandoffEndpoint endpoint = protocol.endpoint();
		this.traffic = new Traffic(protocol, progress);
		this.intake = (policy == BalancingPolicy.SHARED) ? new ListenerIntake(endpoint, DescriptorLimit.own())
				: new HandoffIntake(endpoint, this::room, onEnd);
	}

	/**
	 * Ask the primary for connections.
	 */
	void open(Ipc ipc, WorkerLaunch launch) {
		this.descriptors = ipc.connectHandoff(launch.directory(), launch.launch(), this.intake);
	}

	private void room() {
		DescriptorChannel channel = this.descriptors;
		if (channel != null) {
			channel.room();
		}
	}

	void warmUp(Warmup warmup) {
		this.traffic.warmUp(warmup);
	}

	FromWorker.Heartbeat heartbeat() {
		return this.traffic.heartbeat();
	}

	/**
	 * Return what the request threads do.
	 */
	List<Executing> executingRequests() {
		return this.traffic.progress().executingRequests();
	}

	@Override
	public void closeIntake() {
		this.intake.close();
	}

	@Override
	public long handoffs() {
		DescriptorChannel channel = this.descriptors;
		return (channel != null) ? channel.received() : Long.MAX_VALUE;
	}

	@Override
	public void announceClose() {
		this.traffic.announceClose();
	}

	@Override
	public void closeIdle(long idleMillis) {
		this.traffic.closeIdle(idleMillis);
	}

	@Override
	public int connections() {
		return this.traffic.connections();
	}

}
