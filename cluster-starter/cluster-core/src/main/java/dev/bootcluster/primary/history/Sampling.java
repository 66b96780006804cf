// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.primary.history;

import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;

import dev.bootcluster.handoff.HandoffStats;
import dev.bootcluster.ipc.ClusterSample;
import dev.bootcluster.ipc.ClusterSample.WorkerSample;
import dev.bootcluster.ipc.History;
import dev.bootcluster.primary.fleet.WorkerHandle;
import dev.bootcluster.primary.fleet.WorkerObserver;
import dev.bootcluster.process.TaskLoop;

/**
 * Takes a sample of the cluster's load at regular intervals and keeps those of the last
 * minutes. Their times follow the time of day, but never go back with it. Used on the
 * loop only.
 */
public final class Sampling implements WorkerObserver {

	private static final Duration INTERVAL = Duration.ofMillis(History.INTERVAL);

	/**
	 * How many entries of workers an answer may have at least: as JSON they take a
	 * quarter of a megabyte.
	 */
	private static final int ENTRIES = 2048;

	private static final double NANOS = 1e9;

	private final SampleRing ring = new SampleRing(History.CAPACITY);

	private final Map<WorkerHandle, WorkerMeter> meters = new HashMap<>();

	private final TaskLoop loop;

	private final Supplier<HandoffStats> handoff;

	private final InstantSource clock;

	private Duration last = Duration.ZERO;

	private long time;

	private long handoffs;

	/**
	 * Create a sampling that has not begun.
	 * @param handoff counts the connections
	 * @param clock tells the time of day
	 */
	public Sampling(TaskLoop loop, Supplier<HandoffStats> handoff, InstantSource clock) {
		this.loop = loop;
		this.handoff = handoff;
		this.clock = clock;
	}

	/**
	 * Take samples from now on.
	 */
	public void begin() {
		this.last = this.loop.now();
		this.handoffs = this.handoff.get().handoffs();
		this.loop.schedule(INTERVAL, this::sample);
	}

	/**
	 * Return samples that follow one.
	 * @param after the id of that sample
	 */
	public List<ClusterSample> after(long after) {
		return this.ring.after(after, ENTRIES);
	}

	@Override
	public void heartbeat(WorkerHandle worker) {
		this.meters.computeIfAbsent(worker, (key) -> new WorkerMeter()).heard(this.loop.now(), worker.heartbeat());
	}

	@Override
	public void disconnected(WorkerHandle worker) {
		this.meters.remove(worker);
	}

	@Override
	public void exited(WorkerHandle worker) {
		this.meters.remove(worker);
	}

	private void sample() {
		this.loop.schedule(INTERVAL, this::sample);
		Duration now = this.loop.now();
		HandoffStats stats = this.handoff.get();
		double seconds = Math.max(1, now.minus(this.last).toNanos()) / NANOS;
		this.time = Math.max(this.clock.millis(), this.time + now.minus(this.last).toMillis());
		this.ring.add(this.time, (stats.handoffs() - this.handoffs) / seconds, stats.pending(), workers());
		this.last = now;
		this.handoffs = stats.handoffs();
	}

	private SortedMap<Integer, WorkerSample> workers() {
		SortedMap<Integer, WorkerSample> workers = new TreeMap<>();
		this.meters.forEach((worker, meter) -> {
			int slot = worker.identity().slot();
			WorkerSample sample = meter.sample(slot);
			if (sample != null && slot > 0) {
				workers.merge(slot, sample, WorkerMeter::sum);
			}
		});
		return workers;
	}

}
