// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.primary.supervision;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import dev.bootcluster.ClusterEventType;
import dev.bootcluster.ExitCause;
import dev.bootcluster.generation.Generation;
import dev.bootcluster.generation.Generations;
import dev.bootcluster.ipc.FromWorker;
import dev.bootcluster.primary.fleet.WorkerHandle;
import dev.bootcluster.primary.fleet.WorkerObserver;
import dev.bootcluster.primary.fleet.WorkerPool;
import dev.bootcluster.process.TaskLoop;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Finds hanging workers and ends them: first the evidence, then the order to stop, then
 * the kill.
 */
public final class HangWatch implements WorkerObserver {

	/**
	 * Hanging requests have had their time; this is for the other ones.
	 */
	static final Duration STOP = Duration.ofSeconds(5);

	private static final Log logger = LogFactory.getLog(HangWatch.class);

	private final WorkerPool pool;

	private final Generations generations;

	private final TaskLoop loop;

	private final ThreadDump.Outside outside;

	private final Map<WorkerHandle, HangJudge> judges = new HashMap<>();

	private final Map<WorkerHandle, ThreadDump> dumps = new HashMap<>();

	public HangWatch(WorkerPool pool, Generations generations, TaskLoop loop, ThreadDump.Outside outside) {
		this.pool = pool;
		this.generations = generations;
		this.loop = loop;
		this.outside = outside;
		this.loop.schedule(HangJudge.PERIOD, this::tick);
	}

	@Override
	public void ready(WorkerHandle worker) {
		Duration timeout = generation(worker).settings().hangTimeout();
		if (!timeout.isZero()) {
			this.judges.put(worker, new HangJudge(timeout, this.loop.now()));
		}
	}

	@Override
	public void heartbeat(WorkerHandle worker) {
		HangJudge judge = this.judges.get(worker);
		if (judge != null) {
			judge.heartbeat(worker.heartbeat(), this.loop.now());
		}
	}

	/**
	 * A worker has written its thread dump.
	 */
	public void answered(WorkerHandle worker, FromWorker.ThreadsDumped answer) {
		ThreadDump dump = this.dumps.get(worker);
		if (dump != null) {
			dump.answered(answer);
		}
	}

	private void tick() {
		this.loop.schedule(HangJudge.PERIOD, this::tick);
		this.judges.keySet().removeIf((worker) -> !worker.isReady());
		for (WorkerHandle worker : List.copyOf(this.judges.keySet())) {
			HangJudge judge = this.judges.get(worker);
			String reason = (judge != null) ? judge.tick(this.loop.now()) : null;
			if (reason != null) {
				this.judges.remove(worker);
				hangs(worker, reason);
			}
		}
	}

	/**
	 * A worker is not ready in time: find out what keeps it before it is killed.
	 */
	@Override
	public void late(WorkerHandle worker, String reason) {
		if (worker.identity().trainee()) {
			this.pool.endings().killLate(worker, reason);
			return;
		}
		dump(worker, (written) -> {
			this.dumps.remove(worker);
			List<String> main = (written != null) ? MainThread.in(written) : List.of();
			if (!main.isEmpty()) {
				logger.warn("%s is not ready in time. Its main thread (all threads are in %s):%n%s".formatted(worker,
						written, String.join(System.lineSeparator(), main)));
			}
			this.pool.endings().killLate(worker, reason);
		});
	}

	private void hangs(WorkerHandle worker, String reason) {
		this.pool.events().warn(ClusterEventType.WORKER_HUNG, worker, "hangs: " + reason);
		dump(worker, (written) -> end(worker, reason, written));
	}

	private void dump(WorkerHandle worker, Consumer<@Nullable Path> onEnd) {
		Path file = generation(worker).directory()
			.resolve("threads-worker-%d-%d.txt".formatted(worker.identity().slot(), worker.process().pid()));
		ThreadDump dump = new ThreadDump(this.loop, this.outside, worker.process().pid(), file, onEnd);
		this.dumps.put(worker, dump);
		dump.begin(worker.channel());
	}

	private void end(WorkerHandle worker, String reason, @Nullable Path dump) {
		this.dumps.remove(worker);
		if (dump != null) {
			this.pool.events().warn(ClusterEventType.WORKER_HUNG, worker, "hangs: its thread dump is in " + dump);
		}
		this.pool.endings().stop(worker, ExitCause.HANG, "it hung: " + reason, STOP);
	}

	private Generation generation(WorkerHandle worker) {
		return this.generations.get(worker.identity().generation());
	}

}
