// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.worker;

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
	 * @param shared whether workers accept for themselves
	 * @param onEnd called when no more connections will come
	 */
	ServedPort(int number, HandoffEndpoint endpoint, boolean shared, Runnable onEnd) {
		this.number = number;
		this.shared = shared;
		endpoint.onClose(this::loadChanged);
		this.endpoint = endpoint;
		this.traffic = new Traffic(endpoint);
		this.intake = shared ? new ListenerIntake(endpoint, DescriptorLimit.own())
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

	/**
	 * Report the load from now on, or no more.
	 * @param progress counts the requests, {@code null} for no reports
	 */
	void reportLoad(@Nullable RequestProgress progress) {
		DescriptorChannel channel = this.descriptors;
		if (channel != null && !this.shared) {
			channel.report((progress != null) ? new Load(this.endpoint::openConnectionCount, progress) : null);
		}
	}

	void loadChanged() {
		DescriptorChannel channel = this.descriptors;
		if (channel != null) {
			channel.loadChanged();
		}
	}

	/**
	 * How busy the request threads are.
	 */
	RequestThreads threads() {
		return RequestThreads.of(this.endpoint.getExecutor()).withWaiting(this.endpoint.bound().waiting());
	}

	/**
	 * The number of connections that the primary handed to this worker.
	 */
	long handedOff() {
		DescriptorChannel channel = this.descriptors;
		return (channel != null && !this.shared) ? channel.taken() : 0;
	}

	/**
	 * The number of connections that this worker declined.
	 */
	long refused() {
		DescriptorChannel channel = this.descriptors;
		return (channel != null && !this.shared) ? channel.refused() : 0;
	}

	/**
	 * The number of connections that another worker has served before.
	 */
	long migratedIn() {
		DescriptorChannel channel = this.descriptors;
		return (channel != null && !this.shared) ? channel.moved() : 0;
	}

	/**
	 * The number of connections that went to other workers.
	 */
	long migratedOut() {
		return this.endpoint.departures().moved();
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
