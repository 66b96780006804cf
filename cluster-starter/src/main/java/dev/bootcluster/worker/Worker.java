/*
 * Copyright 2026 the Boot Cluster authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *      https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */

package dev.bootcluster.worker;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;

import dev.bootcluster.BalancingPolicy;
import dev.bootcluster.Cluster;
import dev.bootcluster.ipc.ControlChannel;
import dev.bootcluster.ipc.DescriptorChannel;
import dev.bootcluster.ipc.Ipc;
import dev.bootcluster.ipc.Message;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * This JVM as a worker: speaks with the primary, takes its connections and drains.
 */
public final class Worker implements Drain.Service {

	private static final Log logger = LogFactory.getLog(Worker.class);

	private static final long CHECK_MILLIS = 50;

	private static final long HEARTBEAT_MILLIS = 1000;

	private final WorkerSettings settings;

	private final Exit exit;

	private final Ipc ipc = new Ipc("cluster-worker");

	private final ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor((task) -> {
		Thread thread = new Thread(task, "cluster-heartbeat");
		thread.setDaemon(true);
		return thread;
	});

	private final AtomicReference<@Nullable Drain> drain = new AtomicReference<>();

	private volatile boolean orphaned;

	private final PrimaryCalls calls;

	private final ControlChannel control;

	private volatile @Nullable Traffic traffic;

	private volatile @Nullable Intake intake;

	private volatile @Nullable DescriptorChannel descriptors;

	private Worker(WorkerSettings settings, Exit exit) {
		this.settings = settings;
		this.exit = exit;
		this.control = this.ipc.connect(settings.directory(), (channel, message) -> received(message),
				(channel) -> primaryLost());
		this.calls = new PrimaryCalls(this.control::send);
		this.control.send(new Message.Hello(settings.launch(), ProcessHandle.current().pid()));
	}

	/**
	 * Join the cluster as early as possible, so that this process never outlives its
	 * primary unnoticed.
	 * @param settings what the primary said
	 * @param exit ends the application
	 * @return the worker
	 */
	public static Worker join(WorkerSettings settings, Exit exit) {
		return new Worker(settings, exit);
	}

	/**
	 * The cluster this worker belongs to.
	 * @return the cluster
	 */
	public Cluster cluster() {
		return new WorkerCluster(this.calls);
	}

	/**
	 * Take connections into a Tomcat.
	 * @param protocol the protocol of its connector
	 */
	public void serve(HandoffProtocol protocol) {
		ReceivedSockets.require();
		HandoffEndpoint endpoint = protocol.endpoint();
		this.traffic = new Traffic(protocol);
		Intake intake = (this.settings.policy() == BalancingPolicy.SHARED) ? new ListenerIntake(endpoint)
				: new HandoffIntake(endpoint, this::room, () -> stopRequested("the end of its handoff channel"));
		this.intake = intake;
		this.descriptors = this.ipc.connectHandoff(this.settings.directory(), this.settings.launch(), intake);
	}

	private void room() {
		DescriptorChannel channel = this.descriptors;
		if (channel != null) {
			channel.room();
		}
	}

	/**
	 * The application has started: as soon as it can serve, say so.
	 * @param canServe whether it can serve
	 */
	public void started(BooleanSupplier canServe) {
		this.scheduler.schedule(() -> checkReadiness(canServe), 0, TimeUnit.MILLISECONDS);
	}

	private void checkReadiness(BooleanSupplier canServe) {
		if (canServe.getAsBoolean()) {
			this.control.send(new Message.Ready());
			this.scheduler.scheduleAtFixedRate(this::heartbeat, 0, HEARTBEAT_MILLIS, TimeUnit.MILLISECONDS);
		}
		else {
			this.scheduler.schedule(() -> checkReadiness(canServe), CHECK_MILLIS, TimeUnit.MILLISECONDS);
		}
	}

	private void heartbeat() {
		Traffic traffic = this.traffic;
		this.control.send(new Message.Heartbeat((traffic != null) ? traffic.connections() : 0,
				(traffic != null) ? traffic.requests() : 0, ResidentMemory.bytes()));
	}

	/**
	 * Something other than the primary wants this process to end: ask the primary to
	 * drain it.
	 * @param cause what it was
	 */
	public void stopRequested(String cause) {
		this.control.send(new Message.StopRequested(cause));
	}

	private void received(Message message) {
		if (message instanceof Message.Drain order) {
			drain(order);
		}
		else if (message instanceof Message.Reply reply) {
			this.calls.answered(reply);
		}
		else {
			throw new IllegalStateException("The primary sent a worker's message: " + message);
		}
	}

	private void primaryLost() {
		this.orphaned = true;
		if (this.drain.get() == null) {
			logger.warn("The primary is gone: this worker finishes what it has and exits");
			long timeout = this.settings.drainTimeout().toMillis();
			drain(new Message.Drain(timeout, Math.min(timeout, 1000), 0));
		}
	}

	private void drain(Message.Drain order) {
		Drain begun = this.drain.get();
		if (begun != null) {
			begun.hurry(order);
			return;
		}
		Drain drain = new Drain(this, order);
		if (this.drain.compareAndSet(null, drain)) {
			// Not a daemon: the JVM must not end before the drain.
			new Thread(() -> drainAndExit(drain), "cluster-drain").start();
		}
	}

	private void drainAndExit(Drain drain) {
		int cut = (this.traffic != null) ? drain.run() : 0;
		if (cut > 0) {
			logger.warn("%d connections are cut at the end of the drain".formatted(cut));
		}
		this.control.sendLast(new Message.Drained(cut));
		this.exit.exit(this.orphaned);
	}

	@Override
	public void closeIntake() {
		Intake intake = this.intake;
		if (intake != null) {
			intake.close();
		}
	}

	@Override
	public long handoffs() {
		DescriptorChannel channel = this.descriptors;
		return (channel != null) ? channel.received() : Long.MAX_VALUE;
	}

	@Override
	public void announceClose() {
		Traffic traffic = this.traffic;
		if (traffic != null) {
			traffic.announceClose();
		}
	}

	@Override
	public void closeIdle(long idleMillis) {
		Traffic traffic = this.traffic;
		if (traffic != null) {
			traffic.closeIdle(idleMillis);
		}
	}

	@Override
	public int connections() {
		Traffic traffic = this.traffic;
		return (traffic != null) ? traffic.connections() : 0;
	}

	/**
	 * Ends the application and its JVM.
	 */
	@FunctionalInterface
	public interface Exit {

		/**
		 * Stop the application in good order, then end the JVM.
		 * @param orphaned whether the primary is gone
		 */
		void exit(boolean orphaned);

	}

}
