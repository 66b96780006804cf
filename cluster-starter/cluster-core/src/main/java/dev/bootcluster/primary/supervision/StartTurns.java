// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.primary.supervision;

import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import dev.bootcluster.primary.fleet.Slot;
import dev.bootcluster.primary.fleet.WorkerHandle;
import dev.bootcluster.primary.fleet.WorkerObserver;
import dev.bootcluster.primary.fleet.WorkerPool;
import dev.bootcluster.process.TaskLoop;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Lets empty slots get their workers in turn, as many at a time as keep the processors
 * busy: the first of eight workers that start side by side on two processors would be
 * ready when all of them are. What replaces a worker that serves needs no turn, but
 * counts.
 */
final class StartTurns implements WorkerObserver {

	/**
	 * After that long a worker gives way to the next, since it may be waiting for
	 * something else than a processor.
	 */
	static final Duration LONGEST = Duration.ofSeconds(10);

	/**
	 * How many processors a JVM that starts keeps busy, compilers included: 3.7 s of
	 * processor in 2.4 s.
	 */
	private static final double PROCESSORS = 1.5;

	private static final Log logger = LogFactory.getLog(StartTurns.class);

	private final WorkerPool pool;

	private final TaskLoop loop;

	private final int places;

	private final Map<Slot, Turn> waiting = new LinkedHashMap<>();

	private Runnable timer = () -> {
	};

	StartTurns(WorkerPool pool, TaskLoop loop, int processors) {
		this.pool = pool;
		this.loop = loop;
		this.places = (int) Math.max(1, Math.round(processors / PROCESSORS));
	}

	/**
	 * Start a slot's worker, now or later. Until then the slot counts as respawning, and
	 * whatever ends that takes its turn away. A slot that waits already keeps its turn.
	 */
	void take(Slot slot, Runnable start) {
		Turn earlier = this.waiting.get(slot);
		if (earlier != null) {
			this.waiting.put(slot, new Turn(slot, start, earlier.since()));
			return;
		}
		slot.respawn(null);
		boolean first = this.waiting.isEmpty();
		this.waiting.put(slot, new Turn(slot, start, this.loop.now()));
		slot.respawn(() -> this.waiting.remove(slot));
		next();
		if (first && !this.waiting.isEmpty()) {
			logger.info("Workers start %d at a time, to be ready sooner: slot %d waits for its turn"
				.formatted(this.places, slot.number()));
		}
	}

	@Override
	public void ready(WorkerHandle worker) {
		next();
	}

	@Override
	public void exited(WorkerHandle worker) {
		next();
	}

	private void next() {
		try {
			while (!this.waiting.isEmpty() && starting().size() < this.places) {
				startFirst();
			}
		}
		finally {
			// Whatever went wrong with one slot, the others get their turns.
			this.timer.run();
			if (!this.waiting.isEmpty()) {
				this.timer = this.loop.schedule(untilATurnEnds(), this::next);
			}
		}
	}

	private void startFirst() {
		Turn turn = this.waiting.values()
			.stream()
			.min(Comparator.comparing((waiting) -> waiting.slot().isSpare()))
			.orElseThrow();
		turn.slot().respawn(null);
		turn.slot().crashes().waited(this.loop.now().minus(turn.since()));
		turn.start().run();
	}

	private Duration untilATurnEnds() {
		Duration now = this.loop.now();
		return starting().stream()
			.map((worker) -> LONGEST.minus(worker.uptime(now)))
			.min(Comparator.naturalOrder())
			.orElse(LONGEST);
	}

	private List<WorkerHandle> starting() {
		Duration now = this.loop.now();
		return this.pool.workers()
			.stream()
			.filter((worker) -> worker.isStarting() && !worker.identity().trainee())
			.filter((worker) -> worker.uptime(now).compareTo(LONGEST) < 0)
			.toList();
	}

	/**
	 * A slot that waits to get a worker.
	 *
	 * @param slot the slot
	 * @param start starts the worker
	 * @param since when it began to wait
	 */
	private record Turn(Slot slot, Runnable start, Duration since) {
	}

}
