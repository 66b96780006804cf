// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.leader;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;

import dev.bootcluster.ClusterException;
import dev.bootcluster.ClusterException.Reason;
import dev.bootcluster.ipc.CollaborationRequest;
import dev.bootcluster.ipc.FromPrimary;
import dev.bootcluster.ipc.FromWorker;
import dev.bootcluster.ipc.Link;
import dev.bootcluster.ipc.SharedValueState;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/**
 * One shared value as held by one worker. Thread-safe.
 */
final class HeldValue {

	private static final Log logger = LogFactory.getLog(HeldValue.class);

	/**
	 * How long to wait for another worker's first computation before asking the primary
	 * again.
	 */
	private static final long ASK_AGAIN_MILLIS = 100;

	/**
	 * Longer than a first computation may take.
	 */
	private static final Duration PATIENCE = Duration.ofSeconds(30);

	private final String name;

	private final Duration refresh;

	private final ValueComputation computation;

	private final Link link;

	/**
	 * The value known here, {@code null} until there is one.
	 */
	private volatile @Nullable Known known;

	private final AtomicBoolean computing = new AtomicBoolean();

	/**
	 * The number of finished computations; written by the computing thread.
	 */
	private volatile long computations;

	/**
	 * Whether the last computation failed, or the last value could not be read.
	 */
	private boolean failing;

	HeldValue(String name, Duration refresh, ValueComputation computation, Link link) {
		this.name = name;
		this.refresh = refresh;
		this.computation = computation;
		this.link = link;
	}

	String name() {
		return this.name;
	}

	Duration refresh() {
		return this.refresh;
	}

	/**
	 * How long ago the value arrived.
	 * @return {@code null} if there is none
	 */
	@Nullable Duration age(Instant now) {
		Known known = this.known;
		return (known != null) ? Duration.between(known.since(), now) : null;
	}

	/**
	 * The age in seconds, {@code NaN} if there is no value.
	 */
	double ageInSeconds() {
		Duration age = age(Instant.now());
		return (age != null) ? age.toMillis() / 1000.0 : Double.NaN;
	}

	/**
	 * Read the value. Only the first read may have to wait for it.
	 * @throws ClusterException if there is none and it cannot be computed
	 */
	@Nullable Object read() {
		return first().value();
	}

	/**
	 * Get the value if it is not known yet, from the cluster or by computing it for all
	 * workers.
	 */
	void fetch() {
		first();
	}

	private Known first() {
		Known known = this.known;
		long deadline = (known == null) ? System.nanoTime() + PATIENCE.toNanos() : 0;
		while (known == null) {
			long computations = this.computations;
			SharedValueState state = ask();
			if (state.value() != null) {
				if (!accept(state.value()) && !computeForItself(state.value().version())) {
					awaitOther(deadline);
				}
			}
			else if (!state.compute() || !compute(computations)) {
				awaitOther(deadline);
			}
			known = this.known;
		}
		return known;
	}

	private SharedValueState ask() {
		SharedValueState state = this.link.ask(new CollaborationRequest.AskValue(this.name));
		return (state != null) ? state : new SharedValueState(null, true);
	}

	private synchronized void awaitOther(long deadline) {
		if (System.nanoTime() - deadline > 0) {
			throw new ClusterException(Reason.UNAVAILABLE,
					"Shared value '%s' is not available: another worker is still computing it after %s"
						.formatted(this.name, PATIENCE));
		}
		try {
			if (this.known == null) {
				wait(ASK_AGAIN_MILLIS);
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new ClusterException(Reason.UNAVAILABLE,
					"Interrupted while waiting for shared value '%s'".formatted(this.name));
		}
	}

	/**
	 * Recompute the value and share it with all workers. A failure leaves the current
	 * value in place.
	 * @return {@code false} if another thread is already computing it
	 * @throws ClusterException if the computation fails and there is no value yet
	 */
	boolean compute() {
		return compute(this.computations);
	}

	/**
	 * Compute the value, unless another thread has done so since this one was told to
	 * compute it.
	 */
	private boolean compute(long before) {
		if (!this.computing.compareAndSet(false, true)) {
			return false;
		}
		try {
			boolean current = this.computations == before;
			if (current) {
				computeAndTell();
			}
			return current;
		}
		finally {
			this.computing.set(false);
		}
	}

	private void computeAndTell() {
		try {
			this.link.send(new FromWorker.Computed(this.name, this.computation.run()));
		}
		catch (Exception ex) {
			this.link.send(new FromWorker.Computed(this.name, null));
			failed("could not be computed", ex);
			if (this.known == null) {
				throw failure(ex);
			}
		}
		finally {
			this.computations++;
		}
	}

	/**
	 * Compute the value for this worker only: the other workers have a value that this
	 * generation cannot read, and could not read this worker's. Messages from the primary
	 * are not held up meanwhile.
	 * @return {@code false} if another thread is already computing it
	 */
	private boolean computeForItself(long version) {
		if (!this.computing.compareAndSet(false, true)) {
			return false;
		}
		try {
			if (this.known == null) {
				own(new Known(version, this.computation.read(this.computation.run()), Instant.now()));
			}
		}
		catch (Exception ex) {
			throw failure(ex);
		}
		finally {
			this.computing.set(false);
		}
		return true;
	}

	private synchronized void own(Known known) {
		if (this.known == null) {
			this.known = known;
			notifyAll();
		}
	}

	private ClusterException failure(Exception cause) {
		return new ClusterException(Reason.FAILED,
				"Shared value '%s' could not be computed: %s".formatted(this.name, cause));
	}

	/**
	 * Whether the current thread is computing the value.
	 */
	boolean isComputedHere() {
		return this.computation.isRunningHere();
	}

	/**
	 * Accept a value computed by a worker.
	 * @return {@code false} if it cannot be read here
	 */
	synchronized boolean accept(FromPrimary.Shared shared) {
		Known known = this.known;
		if (known != null && shared.version() <= known.version()) {
			return true;
		}
		try {
			Object value = this.computation.read(shared.value());
			this.known = new Known(shared.version(), value, Instant.now());
			if (this.failing) {
				logger.info("Shared value '%s' is current again".formatted(this.name));
			}
			this.failing = false;
			notifyAll();
			return true;
		}
		catch (JacksonException ex) {
			failed("has a format that this generation of the application cannot read", ex);
			return false;
		}
	}

	/**
	 * Log a failure once, until the value is current again.
	 */
	private synchronized void failed(String how, Exception cause) {
		if (!this.failing) {
			logger.warn(
					"Shared value '%s' %s: %s".formatted(this.name, how, (this.known != null)
							? "the value from %s stays in use".formatted(this.known.since()) : "there is no value yet"),
					cause);
		}
		this.failing = true;
	}

	/**
	 * A value that arrived.
	 *
	 * @param version grows with every value
	 * @param since when it arrived
	 */
	private record Known(long version, @Nullable Object value, Instant since) {

	}

}
