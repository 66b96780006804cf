// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.worker;

import dev.bootcluster.BalancingPolicy;
import dev.bootcluster.ipc.DescriptorChannel;
import dev.bootcluster.ipc.DescriptorLimit;
import dev.bootcluster.ipc.Ipc;
import dev.bootcluster.ipc.WorkerLaunch;
import org.jspecify.annotations.Nullable;

/**
 * One of the cluster's ports as a worker serves it: the connections that come from the
 * primary and what a connector of Tomcat's makes of them.
 */
final class ServedPort {

	private final int number;

	private final HandoffEndpoint endpoint;

	private final Traffic traffic;

	private final Intake intake;

	private final boolean shared;

	private volatile @Nullable DescriptorChannel descriptors;

	/**
	 * @param number the port's number
	 * @param endpoint the endpoint of the connector
	 * @param policy who accepts connections
	 * @param onEnd called when no more connections will come
	 */
	ServedPort(int number, HandoffEndpoint endpoint, BalancingPolicy policy, Runnable onEnd) {
		this.number = number;
		this.endpoint = endpoint;
		this.traffic = new Traffic(endpoint);
		this.shared = policy == BalancingPolicy.SHARED;
		this.intake = this.shared ? new ListenerIntake(endpoint, DescriptorLimit.own())
				: new HandoffIntake(endpoint, this::room, onEnd);
	}

	int number() {
		return this.number;
	}

	HandoffEndpoint endpoint() {
		return this.endpoint;
	}

	Traffic traffic() {
		return this.traffic;
	}

	/**
	 * Ask the primary for connections.
	 */
	void open(Ipc ipc, WorkerLaunch launch) {
		this.descriptors = ipc.connectHandoff(launch.directory(), launch.launch(), this.number, this.intake);
		if (!this.shared) {
			this.endpoint.departures().open(ipc.connectReturns(launch.directory(), launch.launch(), this.number));
		}
	}

	private void room() {
		DescriptorChannel channel = this.descriptors;
		if (channel != null) {
			channel.room();
		}
	}

	void closeIntake() {
		this.intake.close();
	}

	/**
	 * The number of descriptors received.
	 */
	long handoffs() {
		DescriptorChannel channel = this.descriptors;
		return (channel != null) ? channel.received() : 0;
	}

}
