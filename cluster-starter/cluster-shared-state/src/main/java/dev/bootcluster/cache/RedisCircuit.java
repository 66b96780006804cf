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

package dev.bootcluster.cache;

import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

import io.lettuce.core.RedisCommandExecutionException;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.core.NestedExceptionUtils;
import org.springframework.dao.InvalidDataAccessApiUsageException;
import org.springframework.util.ClassUtils;

/**
 * Lets no trouble with Redis out. A command that fails counts as done with another
 * result; when it failed because Redis cannot be reached or does not answer in time, no
 * further one is tried until a probe in the background succeeds: only what was under way
 * waits for the command timeout. Every outage is logged at its beginning and its end.
 */
final class RedisCircuit {

	private static final Log logger = LogFactory.getLog(RedisCircuit.class);

	private static final boolean LETTUCE = ClassUtils.isPresent("io.lettuce.core.RedisCommandExecutionException",
			RedisCircuit.class.getClassLoader());

	private final ScheduledExecutorService scheduler;

	private final Duration probeInterval;

	private final AtomicLong failures = new AtomicLong();

	private Runnable probe = () -> {
	};

	private Runnable onOpen = () -> {
	};

	private volatile State state = State.HEALTHY;

	private volatile boolean failedSinceProbe;

	private long since;

	private long failuresBefore;

	RedisCircuit(ScheduledExecutorService scheduler, Duration probeInterval) {
		this.scheduler = scheduler;
		this.probeInterval = probeInterval;
	}

	/**
	 * Say what to do around an outage, before the first command.
	 * @param probe fails as long as there is trouble; does what was left undone
	 * @param onOpen called whenever commands are not tried any more
	 */
	void configure(Runnable probe, Runnable onOpen) {
		this.probe = probe;
		this.onOpen = onOpen;
	}

	/**
	 * Execute a command.
	 * @param <T> its result
	 * @param command the command
	 * @return the result, or {@code null} if it fails or is not tried
	 */
	<T> @Nullable T call(Supplier<T> command) {
		if (isOpen()) {
			return null;
		}
		try {
			return command.get();
		}
		catch (RuntimeException ex) {
			failed(ex);
			return null;
		}
	}

	/**
	 * Execute a command.
	 * @param command the command
	 * @return if it was executed and did not fail
	 */
	boolean run(Runnable command) {
		return call(() -> {
			command.run();
			return true;
		}) != null;
	}

	/**
	 * If no commands are tried.
	 */
	boolean isOpen() {
		return this.state == State.OPEN;
	}

	/**
	 * How many commands have failed; those that were not tried do not count.
	 */
	long failures() {
		return this.failures.get();
	}

	/**
	 * A command has failed that was not executed here.
	 */
	void failed(Throwable problem) {
		if (Thread.currentThread().isInterrupted()) {
			// Somebody has stopped this thread, which says nothing about Redis.
			return;
		}
		this.failures.incrementAndGet();
		this.failedSinceProbe = true;
		State worse = isAnswer(problem) ? State.FAILING : State.OPEN;
		if (worse.compareTo(this.state) > 0) {
			become(worse, problem);
		}
	}

	/**
	 * Something was left undone, which the probe does at the end of an outage. Now is
	 * perhaps after that.
	 */
	void undone() {
		if (this.state == State.HEALTHY) {
			this.scheduler.schedule(() -> run(this.probe), this.probeInterval.toMillis(), TimeUnit.MILLISECONDS);
		}
	}

	/**
	 * What Redis itself answers, such as OOM or READONLY, comes at once and says nothing
	 * about other commands.
	 */
	private static boolean isAnswer(Throwable problem) {
		Throwable cause = NestedExceptionUtils.getMostSpecificCause(problem);
		return problem instanceof InvalidDataAccessApiUsageException
				|| (LETTUCE && cause instanceof RedisCommandExecutionException);
	}

	private void become(State worse, Throwable problem) {
		synchronized (this) {
			State before = this.state;
			if (worse.compareTo(before) <= 0) {
				return;
			}
			this.state = worse;
			if (before == State.HEALTHY) {
				this.since = System.nanoTime();
				this.failuresBefore = this.failures.get() - 1;
				logger.warn("Redis fails the caches, values are computed until it serves them again: "
						+ NestedExceptionUtils.getMostSpecificCause(problem));
				// At once: a single command may have had bad luck on a busy machine.
				this.scheduler.execute(this::probe);
			}
		}
		if (worse == State.OPEN) {
			this.onOpen.run();
		}
	}

	private void probe() {
		boolean recovered = false;
		try {
			this.failedSinceProbe = false;
			this.probe.run();
			recovered = recovered();
		}
		catch (RuntimeException ex) {
			failed(ex);
		}
		finally {
			if (!recovered) {
				this.scheduler.schedule(this::probe, this.probeInterval.toMillis(), TimeUnit.MILLISECONDS);
			}
		}
	}

	/**
	 * While commands are tried, one that failed since the probe began says more than the
	 * probe.
	 */
	private synchronized boolean recovered() {
		if (this.state == State.FAILING && this.failedSinceProbe) {
			return false;
		}
		logger.info("Redis serves the caches again after %.1f s, in which %d commands failed".formatted(
				Duration.ofNanos(System.nanoTime() - this.since).toMillis() / 1000.0,
				this.failures.get() - this.failuresBefore));
		this.state = State.HEALTHY;
		return true;
	}

	/**
	 * What is known of Redis, from good to bad.
	 */
	private enum State {

		/**
		 * The last commands were executed.
		 */
		HEALTHY,

		/**
		 * Some commands are refused; all are tried.
		 */
		FAILING,

		/**
		 * Redis does not answer; no command is tried.
		 */
		OPEN

	}

}
