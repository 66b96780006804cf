// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.primary.supervision;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

import dev.bootcluster.ClusterEventType;
import dev.bootcluster.ExitCause;
import dev.bootcluster.generation.Generations;
import dev.bootcluster.primary.fleet.Durations;
import dev.bootcluster.primary.fleet.Fleet;
import dev.bootcluster.primary.fleet.Slot;
import dev.bootcluster.primary.fleet.WorkerHandle;
import dev.bootcluster.primary.fleet.WorkerObserver;
import dev.bootcluster.primary.fleet.WorkerPool;
import dev.bootcluster.process.TaskLoop;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Replaces workers that reached a limit, one at a time and only while every slot is
 * served: the successor starts first, then the old worker drains.
 */
public final class Recycling implements WorkerObserver {

	/**
	 * A successor that fails to start would not start a second later either.
	 */
	public static final Duration RETRY = Duration.ofMinutes(5);

	private static final Log logger = LogFactory.getLog(Recycling.class);

	private final Fleet fleet;

	private final Staffing staffing;

	private final Spares spares;

	private final WorkerPool pool;

	private final Generations generations;

	private final TaskLoop loop;

	private final Backoff backoff;

	private final Map<Long, RecyclePolicy> policies = new HashMap<>();

	private @Nullable WorkerHandle leaving;

	private Duration notBefore = Duration.ZERO;

	public Recycling(Fleet fleet, Staffing staffing, Spares spares, WorkerPool pool, Generations generations,
			TaskLoop loop, Backoff backoff) {
		this.fleet = fleet;
		this.staffing = staffing;
		this.spares = spares;
		this.pool = pool;
		this.generations = generations;
		this.loop = loop;
		this.backoff = backoff;
	}

	@Override
	public void heartbeat(WorkerHandle worker) {
		Slot slot = this.fleet.slots().of(worker);
		if (slot == null || slot.worker() != worker || !worker.isReady()) {
			return;
		}
		Duration now = this.loop.now();
		Optional<String> limit = policy(worker).judge(Vitals.of(worker, now));
		if (limit.isPresent() && this.leaving == null && this.notBefore.compareTo(now) <= 0 && this.fleet.isSettled()) {
			this.leaving = worker;
			String because = "recycled: " + limit.get();
			this.pool.events().info(ClusterEventType.WORKER_RECYCLED, worker, "will be " + because);
			if (this.spares.replace(slot)) {
				this.pool.endings().retire(worker, ExitCause.RECYCLED, because);
			}
			else {
				this.staffing.replace(slot, slot.generation(), new Retirement(ExitCause.RECYCLED, because));
			}
		}
	}

	private RecyclePolicy policy(WorkerHandle worker) {
		return this.policies.computeIfAbsent(worker.identity().launch(),
				(launch) -> new RecyclePolicy(this.generations.get(worker.identity().generation()).settings().limits(),
						this.backoff::jitter));
	}

	@Override
	public void exited(WorkerHandle worker) {
		Slot slot = this.fleet.slots().of(worker);
		this.policies.remove(worker.identity().launch());
		if (worker == this.leaving) {
			this.leaving = null;
		}
		else if (this.leaving != null && slot != null && slot.worker() == this.leaving && slot.successor() == null) {
			logger.warn("%s stays for another %s: its successor could not start".formatted(this.leaving,
					Durations.text(RETRY)));
			this.leaving = null;
			this.notBefore = this.loop.now().plus(RETRY);
		}
	}

}
