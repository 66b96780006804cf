// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.cache;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

import dev.bootcluster.test.Await;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link SingleFlight} with locks held by the test.
 */
class SingleFlightTests {

	private static final byte[] OLD = { 1 };

	private static final byte[] NEW = { 2 };

	private final ExecutorService threads = Executors.newCachedThreadPool();

	private final FakeLocks locks = new FakeLocks();

	private final AtomicInteger computations = new AtomicInteger();

	private volatile byte[] stored;

	private volatile Runnable whilePausing = () -> {
	};

	private final SingleFlight flights = new SingleFlight(this.locks, Duration.ofSeconds(10),
			(nanos) -> this.whilePausing.run());

	@AfterEach
	void stop() {
		this.threads.shutdownNow();
	}

	@Test
	void valueThatAnotherWorkerComputesIsTakenFromIt() {
		this.locks.taken = true;
		this.whilePausing = () -> this.stored = NEW;
		assertThat(get(() -> OLD)).isEqualTo(NEW);
		assertThat(this.computations).hasValue(0);
	}

	@Test
	void workerThatDiesLeavesItsWorkToTheNext() {
		this.locks.taken = true;
		this.whilePausing = () -> this.locks.taken = false;
		assertThat(get(() -> NEW)).isEqualTo(NEW);
		assertThat(this.stored).isEqualTo(NEW);
	}

	@Test
	void workerThatTakesTooLongIsWaitedForNoLonger() {
		this.locks.taken = true;
		AtomicInteger pauses = new AtomicInteger();
		this.whilePausing = pauses::incrementAndGet;
		assertThat(get(() -> NEW)).isEqualTo(NEW);
		assertThat(pauses.get()).isBetween(200, 1000);
	}

	@Test
	void failureReachesAllThatWaitedInThisWorkerAndNobodyElse() throws Exception {
		CountDownLatch computing = new CountDownLatch(1);
		CountDownLatch fail = new CountDownLatch(1);
		List<Future<byte[]>> waiting = new ArrayList<>();
		waiting.add(this.threads.submit(() -> get(() -> {
			computing.countDown();
			await(fail);
			throw new IllegalStateException("no value");
		})));
		computing.await();
		List<Thread> waiters = new ArrayList<>();
		for (int i = 0; i < 10; i++) {
			waiting.add(this.threads.submit(() -> {
				synchronized (waiters) {
					waiters.add(Thread.currentThread());
				}
				return get(() -> NEW);
			}));
		}
		Await.until("ten that wait", () -> {
			synchronized (waiters) {
				return waiters.stream()
					.filter((thread) -> thread.getState() == Thread.State.TIMED_WAITING)
					.count() == 10;
			}
		});
		fail.countDown();
		for (Future<byte[]> one : waiting) {
			assertThat(one).failsWithin(Duration.ofSeconds(10))
				.withThrowableThat()
				.havingRootCause()
				.withMessage("no value");
		}
		assertThat(this.computations).hasValue(1);
		assertThat(get(() -> NEW)).isEqualTo(NEW);
	}

	@Test
	void lockThatWasLostMeansThatTheValueIsNotStored() {
		byte[] mine = get(() -> {
			this.locks.revoke(OLD);
			return OLD;
		});
		assertThat(mine).isEqualTo(OLD);
		assertThat(this.stored).isNull();
	}

	@Test
	void nobodyWaitsForAnotherWorkerWhereValuesCannotBeStored() {
		Supplier<byte[]> unstorable = () -> {
			throw new UnstorableValueException("value");
		};
		assertThatExceptionOfType(UnstorableValueException.class).isThrownBy(() -> get(unstorable));
		this.locks.taken = true;
		this.whilePausing = () -> {
			throw new AssertionError("waits");
		};
		assertThatExceptionOfType(UnstorableValueException.class).isThrownBy(() -> get(unstorable));
		assertThat(get(() -> NEW)).isEqualTo(NEW);
		assertThat(this.stored).as("without a lock").isNull();
		this.locks.taken = false;
		get(() -> NEW);
		assertThat(this.stored).isEqualTo(NEW);
	}

	@Test
	void lockIsReleasedWhateverHappens() {
		assertThatIllegalStateException().isThrownBy(() -> get(() -> {
			throw new IllegalStateException("no value");
		}));
		assertThat(this.locks.held).hasValue(0);
		get(() -> NEW);
		assertThat(this.locks.held).hasValue(0);
	}

	private byte[] get(Supplier<byte[]> computation) {
		return this.flights.get(new MissingValue() {

			@Override
			public String cache() {
				return "values";
			}

			@Override
			public byte[] key() {
				return new byte[] { 42 };
			}

			@Override
			public byte[] find() {
				return SingleFlightTests.this.stored;
			}

			@Override
			public byte[] compute() {
				SingleFlightTests.this.computations.incrementAndGet();
				return computation.get();
			}

			@Override
			public void store(byte[] value) {
				SingleFlightTests.this.stored = value;
			}

		});
	}

	private static void await(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Locks that are free unless the test says otherwise.
	 */
	private static final class FakeLocks implements ComputationLocks {

		private final AtomicInteger held = new AtomicInteger();

		private volatile boolean taken;

		private volatile boolean revoked;

		@Override
		public Optional<ComputationLock> tryLock(byte[] key) {
			if (this.taken) {
				return Optional.empty();
			}
			this.held.incrementAndGet();
			return Optional.of(new ComputationLock() {

				@Override
				public boolean isHeld() {
					return !FakeLocks.this.revoked;
				}

				@Override
				public void close() {
					FakeLocks.this.held.decrementAndGet();
				}

			});
		}

		@Override
		public void revoke(byte[] key) {
			this.revoked = true;
		}

	}

}
