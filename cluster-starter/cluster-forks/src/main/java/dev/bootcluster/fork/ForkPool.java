// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.fork;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

import dev.bootcluster.process.TaskLoop;
import dev.bootcluster.process.ThreadTaskLoop;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * The forks of this process: starts them as tasks come, up to a limit, and queues further
 * tasks, up to another.
 */
public final class ForkPool implements ClusterForks, AutoCloseable {

	private static final Log logger = LogFactory.getLog(ForkPool.class);

	private static final long CLOSE_SECONDS = 5;

	private final ForkProperties properties;

	private final ForkLauncher launcher;

	private final TaskLoop loop;

	private final ExecutorService callbacks;

	/**
	 * Permits for tasks that run or wait.
	 */
	private final Semaphore places;

	private final Semaphore detachedPlaces;

	private final CountDownLatch gone = new CountDownLatch(1);

	private final Deque<ForkJob> queue = new ArrayDeque<>();

	private final List<Fork> forks = new ArrayList<>();

	private volatile boolean closed;

	/**
	 * Create a new pool. Starts no process.
	 * @param properties its limits
	 * @param directory the cluster's directory, {@code null} if there is no cluster
	 */
	public ForkPool(ForkProperties properties, @Nullable Path directory) {
		this(properties, new JvmForkLauncher(properties, directory),
				new ThreadTaskLoop(new ForkThreads("cluster-forks")), ForkThreads.cached("cluster-forks-callback"));
	}

	ForkPool(ForkProperties properties, ForkLauncher launcher, TaskLoop loop, ExecutorService callbacks) {
		this.properties = properties;
		this.launcher = launcher;
		this.loop = loop;
		this.callbacks = callbacks;
		this.places = new Semaphore(properties.getMax() + properties.getQueue());
		this.detachedPlaces = new Semaphore(properties.getMaxDetached());
	}

	@Override
	@SuppressWarnings("unchecked")
	public <T extends @Nullable Object> CompletableFuture<T> submit(ForkTask<T> task, ForkOptions options) {
		return (CompletableFuture<T>) submit(task, options, false, this.places);
	}

	@Override
	@SuppressWarnings("unchecked")
	public CompletableFuture<ProcessHandle> detach(ForkTask<?> task, ForkOptions options) {
		if (options.getOutput() == ProcessBuilder.Redirect.INHERIT
				|| options.getError() == ProcessBuilder.Redirect.INHERIT) {
			throw new IllegalArgumentException(
					"A detached process outlives this one and cannot print to its output; use DISCARD or a file");
		}
		return (CompletableFuture<ProcessHandle>) (CompletableFuture<?>) submit(task, options, true,
				this.detachedPlaces);
	}

	private CompletableFuture<? extends @Nullable Object> submit(ForkTask<?> task, ForkOptions options,
			boolean detached, Semaphore places) {
		String name = Payload.nameOf(task);
		if (this.closed) {
			return CompletableFuture.failedFuture(ForkFailures.closed(name));
		}
		if (!places.tryAcquire()) {
			return CompletableFuture.failedFuture(ForkFailures.rejected(name, detached, this.properties));
		}
		ForkJob job;
		try {
			byte[] payload = Payload.write(task, (int) this.properties.getMaxMessageSize().toBytes());
			job = new ForkJob(name, payload, task.getClass().getClassLoader(), options, detached, places::release);
		}
		catch (PayloadException ex) {
			places.release();
			return CompletableFuture.failedFuture(ForkFailures.unsendable(name, ex));
		}
		job.future().whenComplete((result, failure) -> completed(job, result));
		this.loop.execute(() -> enqueue(job));
		return job.future();
	}

	private void enqueue(ForkJob job) {
		if (this.closed) {
			complete(job, ForkOutcome.failed(ForkFailures.closed(job.task()), false));
		}
		else if (!job.future().isDone()) {
			this.queue.add(job);
			dispatch();
			keepWarm();
		}
	}

	private void dispatch() {
		while (!this.queue.isEmpty()) {
			ForkJob next = this.queue.element();
			Dispatch decision = Dispatch.of(next.fresh(), count(Fork.State.IDLE), count(Fork.State.ENDING),
					this.forks.size(), this.properties.getMax());
			switch (decision) {
				case REUSE -> assign(this.queue.remove(), idleFork());
				case START -> assign(this.queue.remove(), start(next.options(), next.fresh(), next.detached()));
				case MAKE_ROOM -> idleFork().end();
				case WAIT -> {
					return;
				}
			}
		}
	}

	private int count(Fork.State state) {
		return (int) this.forks.stream().filter((fork) -> fork.state() == state).count();
	}

	private Fork idleFork() {
		return this.forks.stream().filter((fork) -> fork.state() == Fork.State.IDLE).findFirst().orElseThrow();
	}

	private Fork start(ForkOptions options, boolean fresh, boolean detached) {
		Fork fork = new Fork(fresh);
		this.forks.add(fork);
		fork.started(this.launcher.launch(options, detached, new ForkProcess.Events() {

			@Override
			public void finished(ForkJob job, ForkOutcome outcome) {
				ForkPool.this.loop.execute(() -> ForkPool.this.finished(fork, job, outcome));
			}

			@Override
			public void exited(ForkExit exit) {
				ForkPool.this.loop.execute(() -> ForkPool.this.exited(fork, exit));
			}

		}));
		return fork;
	}

	/**
	 * Called once per task, so that forks that fail to start are not retried forever.
	 */
	private void keepWarm() {
		int wanted = Math.min(this.properties.getWarm(), this.properties.getMax());
		while (this.forks.stream().filter((fork) -> !fork.isFresh()).count() < wanted
				&& this.forks.size() < this.properties.getMax()) {
			start(ForkOptions.defaults(), false, false);
		}
	}

	private void assign(ForkJob job, Fork fork) {
		fork.run(job);
		Duration timeout = job.options().getTimeout();
		timeout = (timeout != null) ? timeout : this.properties.getTimeout();
		if (!timeout.isZero() && !job.detached()) {
			fork.timer(this.loop.schedule(timeout, () -> timedOut(fork, job)));
		}
	}

	private void timedOut(Fork fork, ForkJob job) {
		if (fork.job() == job) {
			fork.kill();
			complete(job, ForkOutcome.failed(ForkFailures.timedOut(job, this.properties), false));
		}
	}

	private void finished(Fork fork, ForkJob job, ForkOutcome outcome) {
		if (fork.job() != job) {
			// The task was given up in the meantime and its fork killed.
			return;
		}
		if (job.detached() && outcome.failure() == null) {
			this.forks.remove(fork);
		}
		else if (fork.isFresh() || !outcome.reusable() || this.closed) {
			fork.end();
		}
		else {
			fork.idle();
			fork.timer(this.loop.schedule(this.properties.getIdleTimeout(), () -> expire(fork)));
		}
		complete(job, outcome);
		dispatch();
	}

	private void expire(Fork fork) {
		if (fork.state() == Fork.State.IDLE && count(Fork.State.IDLE) > this.properties.getWarm()) {
			fork.end();
		}
	}

	private void exited(Fork fork, ForkExit exit) {
		this.forks.remove(fork);
		fork.timer(() -> {
		});
		ForkJob job = fork.job();
		if (job != null && exit.isHarmless() && job.retry()) {
			this.queue.addFirst(job);
		}
		else if (job != null) {
			complete(job, ForkOutcome.failed(exit.failure(job.task()), false));
		}
		if (this.closed && this.forks.isEmpty()) {
			this.gone.countDown();
		}
		dispatch();
	}

	/**
	 * Called when the future completes, possibly because the caller cancelled it.
	 */
	private void completed(ForkJob job, @Nullable Object result) {
		if (job.detached() && result instanceof ProcessHandle process) {
			process.onExit().thenRun(job::release);
			return;
		}
		job.release();
		this.loop.execute(() -> {
			this.queue.remove(job);
			this.forks.stream().filter((fork) -> fork.job() == job).findFirst().ifPresent(Fork::kill);
		});
	}

	/**
	 * Releases the place before completing the future, so that the caller can submit the
	 * next task at once.
	 */
	private void complete(ForkJob job, ForkOutcome outcome) {
		ForkFailedException failure = outcome.failure();
		if (failure != null || !job.detached()) {
			job.release();
		}
		this.callbacks.execute(() -> {
			if (failure != null) {
				job.future().completeExceptionally(failure);
			}
			else {
				job.future().complete(outcome.result());
			}
		});
	}

	/**
	 * End all forks except detached ones. Running and waiting tasks fail.
	 */
	@Override
	public void close() {
		this.closed = true;
		this.loop.execute(this::killAll);
		try {
			if (!this.gone.await(CLOSE_SECONDS, TimeUnit.SECONDS)) {
				logger.warn("Some forks have not ended in time and are left to end on their own");
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		this.callbacks.shutdown();
		this.loop.close();
	}

	private void killAll() {
		List<ForkJob> jobs = new ArrayList<>(this.queue);
		this.queue.clear();
		for (Fork fork : this.forks) {
			ForkJob job = fork.job();
			if (job != null) {
				jobs.add(job);
				fork.kill();
			}
			else {
				fork.end();
			}
		}
		jobs.forEach((job) -> complete(job, ForkOutcome.failed(ForkFailures.closed(job.task()), false)));
		if (this.forks.isEmpty()) {
			this.gone.countDown();
		}
	}

}
