// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.cache;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongConsumer;

import org.jspecify.annotations.Nullable;

import org.springframework.data.redis.connection.util.ByteArrayWrapper;

/**
 * Computes each missing value once: in each worker one thread takes off for a value, and
 * in the cluster the worker that holds the {@link ComputationLock} computes it. All
 * others wait for the result. Nobody waits forever: after a timeout each worker lets
 * another thread compute, and after a few timeouts every thread computes for itself.
 */
final class SingleFlight {

	private static final int ROUNDS = 3;

	private final Map<ByteArrayWrapper, Flight> flights = new ConcurrentHashMap<>();

	/**
	 * Caches whose values could not be stored. No worker waits for another there.
	 */
	private final Set<String> unstorable = ConcurrentHashMap.newKeySet();

	private final ComputationLocks locks;

	private final Duration waitTimeout;

	private final LongConsumer pause;

	/**
	 * Create a single flight.
	 * @param locks the locks that the cluster shares
	 * @param waitTimeout how long to wait for another worker
	 * @param pause waits for a number of nanoseconds
	 */
	SingleFlight(ComputationLocks locks, Duration waitTimeout, LongConsumer pause) {
		this.locks = locks;
		this.waitTimeout = waitTimeout;
		this.pause = pause;
	}

	/**
	 * Get a missing value.
	 * @param value the missing value
	 * @return the serialized value
	 * @throws RuntimeException whatever the computation threw, for every thread of this
	 * worker that waited for it
	 */
	byte[] get(MissingValue value) {
		ByteArrayWrapper key = new ByteArrayWrapper(value.key());
		Flight mine = new Flight(value.cache(), Thread.currentThread());
		Flight other = this.flights.putIfAbsent(key, mine);
		for (int round = 1; other != null; round++) {
			if (other.pilot == Thread.currentThread() || round > ROUNDS) {
				return value.compute();
			}
			// Twice, because the flight itself may wait that long for other workers.
			byte[] result = other.await(this.waitTimeout.multipliedBy(2));
			if (result != null) {
				return result;
			}
			other = this.flights.replace(key, other, mine) ? null : this.flights.putIfAbsent(key, mine);
		}
		return fly(key, mine, value);
	}

	private byte[] fly(ByteArrayWrapper key, Flight mine, MissingValue value) {
		try {
			byte[] result = once(mine, value);
			// First, so that nobody boards a flight that has landed.
			this.flights.remove(key, mine);
			mine.result.complete(mine.outdated ? null : result);
			return result;
		}
		catch (Throwable ex) {
			this.flights.remove(key, mine);
			if (mine.outdated) {
				mine.result.complete(null);
			}
			else {
				mine.result.completeExceptionally(ex);
			}
			throw ex;
		}
	}

	private byte[] once(Flight flight, MissingValue value) {
		Optional<ComputationLock> lock = this.locks.tryLock(value.key());
		if (lock.isEmpty() && this.unstorable.contains(value.cache())) {
			return alone(value);
		}
		Patience patience = new Patience(this.waitTimeout, this.pause);
		while (lock.isEmpty() && patience.pause()) {
			byte[] found = value.find();
			if (found != null) {
				return found;
			}
			lock = this.locks.tryLock(value.key());
		}
		try (ComputationLock held = lock.orElse(ComputationLock.NONE)) {
			byte[] found = value.find();
			return (found != null) ? found : computeAndStore(flight, value, held);
		}
	}

	/**
	 * Compute without a lock, and therefore without storing.
	 */
	private byte[] alone(MissingValue value) {
		byte[] result = value.compute();
		this.unstorable.remove(value.cache());
		return result;
	}

	private byte[] computeAndStore(Flight flight, MissingValue value, ComputationLock lock) {
		byte[] result;
		try {
			result = value.compute();
		}
		catch (UnstorableValueException ex) {
			this.unstorable.add(value.cache());
			flight.outdated = !lock.isHeld();
			throw ex;
		}
		this.unstorable.remove(value.cache());
		if (lock.isHeld()) {
			value.store(result);
		}
		else {
			flight.outdated = true;
		}
		return result;
	}

	/**
	 * A value was evicted or replaced: later callers do not get the result being
	 * computed.
	 */
	void forget(byte[] key) {
		this.flights.remove(new ByteArrayWrapper(key));
		this.locks.revoke(key);
	}

	/**
	 * A cache was cleared: the same for all of its values being computed in this worker.
	 */
	void forgetAll(String cache) {
		this.flights.values().removeIf((flight) -> flight.cache.equals(cache));
	}

	/**
	 * The computation of one value.
	 */
	private static final class Flight {

		private final CompletableFuture<byte @Nullable []> result = new CompletableFuture<>();

		private final String cache;

		private final Thread pilot;

		/**
		 * Whether the value changed while it was computed. Callers that boarded later
		 * need a newer one.
		 */
		private volatile boolean outdated;

		Flight(String cache, Thread pilot) {
			this.cache = cache;
			this.pilot = pilot;
		}

		/**
		 * Wait for the value.
		 * @param timeout how long
		 * @return the value, or {@code null} if it is late or outdated
		 */
		byte @Nullable [] await(Duration timeout) {
			try {
				return this.result.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
			}
			catch (ExecutionException ex) {
				if (ex.getCause() instanceof RuntimeException problem) {
					throw problem;
				}
				if (ex.getCause() instanceof Error error) {
					throw error;
				}
				throw new IllegalStateException(ex);
			}
			catch (TimeoutException ex) {
				return null;
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
				return null;
			}
		}

	}

}
