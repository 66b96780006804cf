// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.primary;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;

import dev.bootcluster.BalancingPolicy;
import dev.bootcluster.ClusterInfo;
import dev.bootcluster.ReloadInfo;
import dev.bootcluster.generation.ClassArchive;
import dev.bootcluster.handoff.HandoffSettings;
import dev.bootcluster.ipc.FromPrimary;
import dev.bootcluster.ipc.FromWorker;
import dev.bootcluster.ipc.Request;
import dev.bootcluster.primary.fleet.ControlDesk;
import dev.bootcluster.primary.fleet.EventDelivery;
import dev.bootcluster.primary.fleet.EventLog;
import dev.bootcluster.primary.fleet.OutOfMemoryKills;
import dev.bootcluster.primary.fleet.WorkerPool;
import dev.bootcluster.primary.launch.PrimarySettings;
import dev.bootcluster.primary.supervision.Backoff;
import dev.bootcluster.primary.supervision.ClassTraining;
import dev.bootcluster.primary.supervision.HangWatch;
import dev.bootcluster.process.ManualTaskLoop;
import dev.bootcluster.process.RecentOutput;

/**
 * The primary's real parts on a settable clock, with fakes at the edges.
 */
public final class SupervisedCluster {

	public static final Duration BOOT_TIMEOUT = FakeGenerations.BOOT_TIMEOUT;

	public static final Duration DRAIN_TIMEOUT = FakeGenerations.DRAIN_TIMEOUT;

	/**
	 * The class archive of every generation, {@code null} for none.
	 */
	public ClassArchive archive;

	public final FakeGenerations generations = new FakeGenerations();

	public final ManualTaskLoop loop = new ManualTaskLoop();

	public final FakeLauncher launcher = new FakeLauncher();

	public final FakeHandoff handoff = new FakeHandoff();

	/**
	 * How many processes the kernel has killed for lack of memory.
	 */
	long outOfMemoryKills;

	public final Supervisor supervisor;

	final WorkerPool pool;

	public final EventLog events;

	private final ControlDesk desk;

	public SupervisedCluster() {
		HandoffSettings settings = new HandoffSettings(Path.of("/run/cluster"), new InetSocketAddress(0), 1,
				BalancingPolicy.ROUND_ROBIN, 1, Duration.ofSeconds(10), Duration.ZERO, false);
		this.events = new EventLog(() -> Instant.EPOCH.plus(this.loop.now()));
		this.pool = new WorkerPool(this.generations, this.loop, this.launcher, this.handoff,
				new OutOfMemoryKills(() -> OptionalLong.of(this.outOfMemoryKills)), this.events);
		this.events.follower(new EventDelivery(this.pool::workers));
		HangWatch hangs = new HangWatch(this.pool, this.generations, this.loop,
				(pid, file) -> CompletableFuture.completedFuture(true));
		this.supervisor = new Supervisor(this.loop, this.pool, this.handoff, new Backoff(() -> 0.5), this.generations,
				new ClassTraining(this.pool, this.generations, (generation) -> this.archive, this.loop), hangs,
				new RecentOutput(), new PrimarySettings(1, 0, 4, settings, true, true, Map.of()));
		this.desk = this.supervisor.desk();
	}

	/**
	 * A cluster whose first workers are starting.
	 */
	public static SupervisedCluster booting(int workers) {
		return booting(workers, 0);
	}

	public static SupervisedCluster booting(int workers, int spares) {
		SupervisedCluster cluster = new SupervisedCluster();
		cluster.supervisor.start(workers, spares);
		cluster.loop.run();
		return cluster;
	}

	/**
	 * A cluster that has served for an hour.
	 */
	public static SupervisedCluster serving(int workers) {
		return serving(workers, 0);
	}

	/**
	 * A cluster that has served for an hour and has spares in the slots after the serving
	 * ones.
	 */
	public static SupervisedCluster serving(int workers, int spares) {
		SupervisedCluster cluster = booting(workers, spares);
		for (int slot = 1; slot <= workers + spares; slot++) {
			cluster.ready(slot);
		}
		cluster.after(Duration.ofHours(1));
		return cluster;
	}

	/**
	 * Return the newest process of a slot.
	 */
	public FakeProcess worker(int slot) {
		return this.launcher.newest(slot);
	}

	public void says(FakeProcess worker, FromWorker message) {
		this.desk.received(worker.control.channel(), message);
		this.loop.run();
	}

	/**
	 * Let a worker send a message, without running what follows from it later.
	 */
	public void begins(FakeProcess worker, FromWorker message) {
		this.desk.received(worker.control.channel(), message);
	}

	/**
	 * Return the primary's answer to a worker's request.
	 */
	public FromPrimary.Reply asks(FakeProcess worker, Request<?> request) {
		says(worker, new FromWorker.Call(1, request));
		return worker.control.heard()
			.stream()
			.filter(FromPrimary.Reply.class::isInstance)
			.map(FromPrimary.Reply.class::cast)
			.reduce((first, last) -> last)
			.orElseThrow();
	}

	public void connects(FakeProcess worker) {
		says(worker, new FromWorker.Hello(worker.identity.launch(), worker.pid()));
	}

	/**
	 * Let the newest process of a slot report ready.
	 */
	public FakeProcess ready(int slot) {
		return ready(worker(slot));
	}

	public FakeProcess ready(FakeProcess worker) {
		connects(worker);
		says(worker, new FromWorker.Ready());
		return worker;
	}

	public void disconnects(FakeProcess worker) {
		this.desk.closed(worker.control.channel());
		this.loop.run();
	}

	public void exits(FakeProcess worker, int code) {
		worker.exits(code);
		this.loop.run();
	}

	/**
	 * Let the newest process of a slot die.
	 */
	public void crashes(int slot) {
		exits(worker(slot), 1);
	}

	public void after(Duration time) {
		this.loop.advance(time);
	}

	public void afterSeconds(long seconds) {
		after(Duration.ofSeconds(seconds));
	}

	public FollowedReload reload() {
		FollowedReload reload = follow(this.supervisor.reloads().begin(false));
		this.loop.run();
		return reload;
	}

	public void shutDown() {
		this.supervisor.shutDown("the test ends");
		this.loop.run();
	}

	public ClusterInfo info() {
		return this.supervisor.cluster().info();
	}

	public CompletableFuture<Void> ended() {
		return this.supervisor.ended();
	}

	public boolean serves(FakeProcess worker) {
		return worker.isAlive() && this.handoff.admitted.contains(worker.identity.launch());
	}

	/**
	 * Return the generation of the worker serving in each slot, 0 if there is none.
	 */
	public List<Integer> generations() {
		return info().workers()
			.stream()
			.map((worker) -> this.launcher.of(worker.slot())
				.stream()
				.filter(this::serves)
				.mapToInt(FakeProcess::generation)
				.max()
				.orElse(0))
			.toList();
	}

	/**
	 * Return the drain order a worker got.
	 */
	FromPrimary.Drain drain(FakeProcess worker) {
		return worker.control.heard()
			.stream()
			.filter(FromPrimary.Drain.class::isInstance)
			.map(FromPrimary.Drain.class::cast)
			.findFirst()
			.orElseThrow(() -> new AssertionError(worker + " was not told to drain"));
	}

	public boolean drains(FakeProcess worker) {
		return worker.isAlive() && worker.control.heard().stream().anyMatch(FromPrimary.Drain.class::isInstance);
	}

	/**
	 * Let a worker that was told to drain do so and exit.
	 */
	public void drained(FakeProcess worker) {
		drain(worker);
		exits(worker, 0);
	}

	/**
	 * Follow a reload that has begun.
	 */
	public FollowedReload follow(ReloadInfo begun) {
		return new FollowedReload(this.supervisor.reloads(), begun);
	}

}
