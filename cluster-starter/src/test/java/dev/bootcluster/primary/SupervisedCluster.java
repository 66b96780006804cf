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

package dev.bootcluster.primary;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import dev.bootcluster.BalancingPolicy;
import dev.bootcluster.ClusterInfo;
import dev.bootcluster.handoff.HandoffSettings;
import dev.bootcluster.ipc.Message;

/**
 * The primary's own parts on a settable clock, with fakes at the rim.
 */
final class SupervisedCluster {

	static final Duration BOOT_TIMEOUT = Duration.ofMinutes(2);

	static final Duration DRAIN_TIMEOUT = Duration.ofSeconds(30);

	final ManualTaskLoop loop = new ManualTaskLoop();

	final FakeLauncher launcher = new FakeLauncher();

	final FakeHandoff handoff = new FakeHandoff();

	final Supervisor supervisor;

	final WorkerPool pool;

	private final ControlDesk desk;

	private final ClusterReport report;

	SupervisedCluster() {
		HandoffSettings handoff = new HandoffSettings(Path.of("cluster"), this.handoff.address(), 100,
				BalancingPolicy.ROUND_ROBIN, 10, false);
		JavaInvocation application = new JavaInvocation(Path.of("java"), List.of(), null, "app.jar", List.of());
		this.pool = new WorkerPool(new PrimarySettings(2, 4, handoff, application, List.of(), Map.of(), Map.of(),
				BOOT_TIMEOUT, DRAIN_TIMEOUT), this.loop, this.launcher, this.handoff);
		this.supervisor = new Supervisor(this.loop, this.pool, this.handoff, new Backoff(() -> 0.5), 4);
		this.report = new ClusterReport(this.supervisor, this.handoff, this.loop);
		this.desk = new ControlDesk(this.pool, this.supervisor, this.report);
	}

	/**
	 * A cluster whose first workers are starting.
	 */
	static SupervisedCluster booting(int workers) {
		SupervisedCluster cluster = new SupervisedCluster();
		cluster.supervisor.start(workers);
		cluster.loop.run();
		return cluster;
	}

	/**
	 * A cluster that has served for an hour.
	 */
	static SupervisedCluster serving(int workers) {
		SupervisedCluster cluster = booting(workers);
		for (int slot = 1; slot <= workers; slot++) {
			cluster.ready(slot);
		}
		cluster.after(Duration.ofHours(1));
		return cluster;
	}

	/**
	 * The newest process of a slot.
	 */
	FakeProcess worker(int slot) {
		return this.launcher.newest(slot);
	}

	void says(FakeProcess worker, Message message) {
		this.desk.received(worker.control.channel(), message);
		this.loop.run();
	}

	void connects(FakeProcess worker) {
		says(worker, new Message.Hello(worker.identity.launch(), worker.pid()));
	}

	/**
	 * The newest process of the slot says that it is ready.
	 */
	FakeProcess ready(int slot) {
		FakeProcess worker = worker(slot);
		connects(worker);
		says(worker, new Message.Ready());
		return worker;
	}

	void disconnects(FakeProcess worker) {
		this.desk.closed(worker.control.channel());
		this.loop.run();
	}

	void exits(FakeProcess worker, int code) {
		worker.exits(code);
		this.loop.run();
	}

	/**
	 * The newest process of the slot dies.
	 */
	void crashes(int slot) {
		exits(worker(slot), 1);
	}

	void after(Duration time) {
		this.loop.advance(time);
	}

	void afterSeconds(long seconds) {
		after(Duration.ofSeconds(seconds));
	}

	Reload reload() {
		Reload reload = this.supervisor.beginReload();
		this.loop.run();
		return reload;
	}

	void shutDown() {
		this.supervisor.shutDown("the test ends");
		this.loop.run();
	}

	ClusterInfo info() {
		return this.report.info();
	}

	CompletableFuture<Void> ended() {
		return this.supervisor.ended();
	}

	boolean serves(FakeProcess worker) {
		return worker.isAlive() && this.handoff.admitted.contains(worker.identity.launch());
	}

	/**
	 * The generation of the worker that serves in each slot, 0 if none does.
	 */
	List<Integer> generations() {
		return this.supervisor.slots()
			.stream()
			.map((slot) -> this.launcher.of(slot.number())
				.stream()
				.filter(this::serves)
				.mapToInt(FakeProcess::generation)
				.max()
				.orElse(0))
			.toList();
	}

	/**
	 * The order to drain that a worker got.
	 */
	Message.Drain drain(FakeProcess worker) {
		return worker.control.heard()
			.stream()
			.filter(Message.Drain.class::isInstance)
			.map(Message.Drain.class::cast)
			.findFirst()
			.orElseThrow(() -> new AssertionError(worker + " was not told to drain"));
	}

	boolean drains(FakeProcess worker) {
		return worker.isAlive() && worker.control.heard().stream().anyMatch(Message.Drain.class::isInstance);
	}

	/**
	 * A worker that was told to drain does so and exits.
	 */
	void drained(FakeProcess worker) {
		drain(worker);
		exits(worker, 0);
	}

}
