// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.primary;

import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;

import dev.bootcluster.Cluster;
import dev.bootcluster.ClusterEventType;
import dev.bootcluster.generation.Generations;
import dev.bootcluster.handoff.Handoff;
import dev.bootcluster.ipc.FromWorker;
import dev.bootcluster.ipc.History;
import dev.bootcluster.primary.collaboration.Collaboration;
import dev.bootcluster.primary.fleet.ControlDesk;
import dev.bootcluster.primary.fleet.EventSubject;
import dev.bootcluster.primary.fleet.Fleet;
import dev.bootcluster.primary.fleet.Phase;
import dev.bootcluster.primary.fleet.Slot;
import dev.bootcluster.primary.fleet.WorkerHandle;
import dev.bootcluster.primary.fleet.WorkerObserver;
import dev.bootcluster.primary.fleet.WorkerPool;
import dev.bootcluster.primary.history.Sampling;
import dev.bootcluster.primary.launch.PrimarySettings;
import dev.bootcluster.primary.reload.Reloads;
import dev.bootcluster.primary.supervision.Backoff;
import dev.bootcluster.primary.supervision.ClassTraining;
import dev.bootcluster.primary.supervision.CrashLoops;
import dev.bootcluster.primary.supervision.Departures;
import dev.bootcluster.primary.supervision.HangWatch;
import dev.bootcluster.primary.supervision.Rebalancing;
import dev.bootcluster.primary.supervision.Recycling;
import dev.bootcluster.primary.supervision.Settling;
import dev.bootcluster.primary.supervision.Spares;
import dev.bootcluster.primary.supervision.Staffing;
import dev.bootcluster.primary.supervision.StateWatch;
import dev.bootcluster.process.RecentOutput;
import dev.bootcluster.process.TaskLoop;

/**
 * Assembles the primary's parts and runs the cluster from its first worker to its last:
 * observes what happens to workers and decides what follows. Only its owner calls it.
 * Used on the loop only.
 */
public final class Supervisor implements WorkerObserver {

	/**
	 * When the cluster stops, an idle connection has nowhere else to go.
	 */
	private static final Duration IDLE_AT_THE_END = Duration.ofSeconds(1);

	private final Fleet fleet = new Fleet();

	private final WorkerPool pool;

	private final Handoff handoff;

	private final StateWatch watch;

	private final CrashLoops crashLoops;

	private final Staffing staffing;

	private final Spares spares;

	private final Recycling recycling;

	private final Rebalancing rebalancing;

	private final ClassTraining training;

	private final HangWatch hangs;

	private final Settling settling;

	private final Reloads reloads;

	private final SlotOrders orders;

	private final Balancing balancing;

	private final Collaboration collaboration;

	private final Ports ports;

	private final Sampling sampling;

	private final History history;

	private final WorkerTotals totals = new WorkerTotals();

	private final Cluster cluster;

	private final ControlDesk desk;

	private final CompletableFuture<Void> ended = new CompletableFuture<>();

	Supervisor(TaskLoop loop, WorkerPool pool, Handoff handoff, Backoff backoff, Generations generations,
			ClassTraining training, HangWatch hangs, RecentOutput output, PrimarySettings settings) {
		this.pool = pool;
		this.handoff = handoff;
		this.training = training;
		this.hangs = hangs;
		this.watch = new StateWatch(pool.events(), this.fleet, handoff::hopeless);
		this.crashLoops = new CrashLoops(loop, backoff, pool.events(), this.watch::check);
		this.spares = new Spares(this.fleet, pool);
		this.staffing = new Staffing(this.fleet, pool, loop, this.crashLoops, this.spares, settings.processors());
		this.recycling = new Recycling(this.fleet, this.staffing, this.spares, pool, generations, loop, backoff);
		this.settling = new Settling(this.fleet, this.staffing, training, this.watch);
		this.balancing = new Balancing(this.fleet, pool, generations, handoff);
		this.reloads = new Reloads(this.fleet, this.staffing, this.settling, training, pool, generations,
				this.balancing::check, loop);
		this.orders = new SlotOrders(this.fleet, this.staffing, this.settling, pool, settings.processors());
		this.rebalancing = new Rebalancing(this.fleet, loop, () -> settings.rebalance() && handoff.policy().isEven(),
				settings.rebalanceByLoad(), settings.handoff().slowStart(), pool.events());
		this.collaboration = new Collaboration(pool, this.fleet.slots(), loop);
		this.ports = new Ports(this.fleet, pool, handoff, loop);
		this.sampling = new Sampling(loop, handoff::stats, InstantSource.system());
		this.history = new LoopHistory(this.sampling, output);
		this.cluster = new LoopCluster(
				new ClusterReport(this.fleet, this.reloads, this.collaboration, handoff, this.totals, loop),
				this.reloads, this.orders, this.balancing, pool.events());
		this.desk = desk(new Departures(this.fleet, this.staffing, this.spares, this.crashLoops, pool, loop));
		observe();
	}

	/**
	 * Register who is told what happens to workers. The order matters: first the parts
	 * that only keep track, then the worker's purpose, then whatever follows from what
	 * the purpose did.
	 */
	private void observe() {
		this.pool.observers(this.totals, this.balancing, this.hangs, this.sampling, this.collaboration, this.spares,
				this.pool.purposes(), this.staffing.turns(), this.recycling, this.reloads, this.ports, this, this.watch,
				this.settling, this.rebalancing);
	}

	/**
	 * Create the desk that receives what workers say.
	 */
	private ControlDesk desk(Departures departures) {
		ControlDesk desk = new ControlDesk(this.pool);
		Requests requests = new Requests(this.cluster, this.collaboration, this.history, this.ports);
		desk.on(FromWorker.Ready.class, (worker, ready) -> this.pool.ready(worker));
		desk.on(FromWorker.Heartbeat.class, this.pool::heartbeat);
		desk.on(FromWorker.Sessions.class, (worker, sessions) -> this.reloads.sessions(worker, sessions.count()));
		desk.on(FromWorker.StopRequested.class,
				(worker, stop) -> departures.asked(worker, "it received " + stop.cause()));
		desk.on(FromWorker.Leaving.class, (worker, leaving) -> departures.leaves(worker, leaving.cause()));
		desk.on(FromWorker.ShutDown.class, (worker, order) -> shutDown(order.cause()));
		desk.on(FromWorker.Drained.class, (worker, drained) -> worker.cut(drained.cut()));
		desk.on(FromWorker.ThreadsDumped.class, this.hangs::answered);
		desk.on(FromWorker.Call.class, requests::called);
		desk.on(FromWorker.Post.class, (worker, post) -> this.collaboration.posted(worker, post.letter()));
		desk.on(FromWorker.Taken.class, (worker, taken) -> this.collaboration.taken(worker, taken.letters()));
		desk.on(FromWorker.Computed.class, this.collaboration::computed);
		return desk;
	}

	/**
	 * Completes when the last worker is gone, or exceptionally if none could start.
	 */
	CompletableFuture<Void> ended() {
		return this.ended;
	}

	/**
	 * Return what receives the workers' messages.
	 */
	public ControlDesk desk() {
		return this.desk;
	}

	/**
	 * Return the cluster, for use on the loop.
	 */
	Cluster cluster() {
		return this.cluster;
	}

	/**
	 * Return what is remembered of the last minutes, for use on the loop.
	 */
	History history() {
		return this.history;
	}

	/**
	 * Return what takes samples of the cluster's load.
	 */
	Sampling sampling() {
		return this.sampling;
	}

	/**
	 * Return what replaces the workers.
	 */
	public Reloads reloads() {
		return this.reloads;
	}

	/**
	 * Return what carries out orders for single slots.
	 */
	public SlotOrders orders() {
		return this.orders;
	}

	/**
	 * Start the first workers. Spares follow once the others serve.
	 */
	public void start(int workers, int spares) {
		start(workers, spares, false);
	}

	/**
	 * Start the first workers. Spares follow once the others serve.
	 * @param oneFirst whether the others wait for the first to serve
	 */
	public void start(int workers, int spares, boolean oneFirst) {
		for (int number = 1; number <= workers + spares; number++) {
			this.fleet.addSlot(number).duty((number <= workers) ? Slot.Duty.SERVING : Slot.Duty.SPARE);
		}
		this.fleet.slots().serving().stream().limit(oneFirst ? 1 : workers).forEach(this.staffing::fill);
	}

	@Override
	public void serving(WorkerHandle worker) {
		if (this.fleet.phase() == Phase.BOOTING) {
			this.fleet.phase(Phase.RUNNING);
			this.fleet.slots().serving().forEach(this.staffing::begin);
		}
	}

	@Override
	public void exited(WorkerHandle worker) {
		if (this.fleet.phase() == Phase.BOOTING && worker.isWanted()) {
			failIfNoneStarts(worker);
		}
		if (this.fleet.phase() == Phase.STOPPING && this.pool.workers().isEmpty()) {
			this.ended.complete(null);
		}
	}

	/**
	 * A first generation in which no worker starts is a broken application, not a crash.
	 */
	private void failIfNoneStarts(WorkerHandle last) {
		if (this.fleet.slots().allMatch(Slot::isEmpty)) {
			this.fleet.phase(Phase.STOPPING);
			this.pool.events()
				.info(ClusterEventType.CLUSTER_STOPPING, EventSubject.CLUSTER,
						"Cluster is stopping: no worker could start");
			this.ended.completeExceptionally(new WorkersFailedException(this.fleet.slots().serving().size(), last));
		}
	}

	/**
	 * Drain all workers, then end.
	 */
	void shutDown(String because) {
		if (this.fleet.phase() == Phase.STOPPING) {
			return;
		}
		this.fleet.phase(Phase.STOPPING);
		this.pool.events()
			.info(ClusterEventType.CLUSTER_STOPPING, EventSubject.CLUSTER, "Cluster is stopping: " + because);
		this.reloads.cancel();
		this.training.cancel(because);
		this.fleet.slots().all().forEach((slot) -> slot.respawn(null));
		this.pool.workers()
			.forEach((worker) -> this.pool.endings()
				.retire(worker, because, this.pool.endings().drainTimeout(worker), IDLE_AT_THE_END));
		this.handoff.reject();
		if (this.pool.workers().isEmpty()) {
			this.ended.complete(null);
		}
	}

}
