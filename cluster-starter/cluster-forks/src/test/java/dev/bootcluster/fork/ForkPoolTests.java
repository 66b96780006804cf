// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.fork;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import dev.bootcluster.fork.ForkExit.Phase;
import dev.bootcluster.fork.ForkFailedException.Reason;
import dev.bootcluster.process.ManualTaskLoop;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link ForkPool} with fake forks.
 */
class ForkPoolTests {

	private static final ForkOptions FRESH = ForkOptions.builder().fresh().build();

	private static final int SIGKILL = 128 + 9;

	private final ForkProperties properties = new ForkProperties();

	private final ManualTaskLoop loop = new ManualTaskLoop(true);

	private final FakeForks forks = new FakeForks();

	private ForkPool pool;

	@BeforeEach
	void twoForksAndThreeWaitingTasks() {
		this.properties.setQueue(3);
		create(2);
	}

	private void create(int max) {
		this.properties.setMax(max);
		this.pool = new ForkPool(this.properties, this.forks, this.loop, new SameThread());
	}

	private CompletableFuture<Integer> submit() {
		return this.pool.submit((fork) -> 1);
	}

	private List<CompletableFuture<Integer>> submit(int tasks) {
		return IntStream.range(0, tasks).mapToObj((i) -> submit()).toList();
	}

	@Test
	void nothingIsStartedBeforeTheFirstTask() {
		this.properties.setWarm(2);
		create(2);
		this.loop.advance(Duration.ofDays(1));
		assertThat(this.forks.count()).isZero();
	}

	@Test
	void secondTaskReusesTheForkOfTheFirst() {
		CompletableFuture<Integer> first = submit();
		this.forks.get(0).finish(7);
		CompletableFuture<Integer> second = submit();
		this.forks.get(0).finish(8);
		assertThat(first).isCompletedWithValue(7);
		assertThat(second).isCompletedWithValue(8);
		assertThat(this.forks.count()).isOne();
	}

	@Test
	void tasksBeyondTheForksWaitInTheirOrder() {
		List<CompletableFuture<Integer>> tasks = submit(4);
		assertThat(this.forks.count()).isEqualTo(2);
		this.forks.get(1).finish(1);
		this.forks.get(1).finish(2);
		assertThat(tasks.get(2)).isCompletedWithValue(2);
		assertThat(tasks.get(3)).isNotDone();
		assertThat(this.forks.get(1).isBusy()).isTrue();
	}

	@Test
	void taskBeyondTheQueueIsRejectedWithTheSizesAndWhatToChange() {
		submit(5);
		assertFailure(submit(), Reason.REJECTED).hasMessageContaining(
				"5 tasks are running or waiting, the maximum of cluster.forks.max=2 and cluster.forks.queue=3");
		this.forks.get(0).finish(1);
		assertThat(submit()).isNotDone();
	}

	@Test
	void placeIsFreeWhenTheResultIsThere() {
		this.properties.setQueue(0);
		create(1);
		CompletableFuture<Integer> chain = submit().thenCompose((result) -> submit());
		this.forks.get(0).finish(1);
		this.forks.get(0).finish(2);
		assertThat(chain).isCompletedWithValue(2);
	}

	@Test
	void taskThatCannotBeSentTakesNoPlace() {
		Object captured = new Object();
		for (int i = 0; i < 10; i++) {
			assertFailure(this.pool.submit((fork) -> captured.hashCode()), Reason.NOT_SERIALIZABLE)
				.hasMessageStartingWith("Task lambda in " + getClass().getName())
				.hasMessageContaining("java.lang.Object is not serializable");
		}
		assertThat(submit()).isNotDone();
	}

	@Test
	void freshTaskGetsAProcessThatEndsWithIt() {
		submit();
		this.forks.get(0).finish(1);
		this.pool.submit((fork) -> 1, FRESH);
		assertThat(this.forks.count()).isEqualTo(2);
		this.forks.get(1).finish(1);
		assertThat(this.forks.get(1).isEnded()).isTrue();
		assertThat(this.forks.get(0).isEnded()).isFalse();
	}

	@Test
	void idleForkMakesRoomForAFreshOne() {
		submit(2);
		this.forks.get(0).finish(1);
		this.forks.get(1).finish(1);
		this.pool.submit((fork) -> 1, FRESH);
		this.pool.submit((fork) -> 1, FRESH);
		assertThat(this.forks.get(0).isEnded()).isTrue();
		assertThat(this.forks.get(1).isEnded()).isFalse();
		assertThat(this.forks.count()).isEqualTo(2);
		this.forks.get(0).exit(0, Phase.WAITING);
		assertThat(this.forks.count()).isEqualTo(3);
		assertThat(this.forks.get(1).isEnded()).isTrue();
	}

	@Test
	void idleForkEndsAfterTheIdleTimeout() {
		submit();
		this.forks.get(0).finish(1);
		this.loop.advance(Duration.ofSeconds(59));
		submit();
		this.loop.advance(Duration.ofSeconds(59));
		this.forks.get(0).finish(1);
		this.loop.advance(Duration.ofSeconds(59));
		assertThat(this.forks.get(0).isEnded()).isFalse();
		this.loop.advance(Duration.ofSeconds(1));
		assertThat(this.forks.get(0).isEnded()).isTrue();
		submit();
		assertThat(this.forks.count()).isEqualTo(2);
	}

	@Test
	void warmForksAreStartedWithTheFirstTaskAndStay() {
		this.properties.setWarm(2);
		create(3);
		submit();
		assertThat(this.forks.count()).isEqualTo(2);
		this.forks.get(0).finish(1);
		this.loop.advance(Duration.ofDays(1));
		assertThat(this.forks.get(0).isEnded()).isFalse();
		assertThat(this.forks.get(1).isEnded()).isFalse();
	}

	@Test
	void warmForksThatCannotStartAreNotTriedForEver() {
		this.properties.setWarm(1);
		create(1);
		CompletableFuture<Integer> task = submit();
		this.forks.get(0).exit(1, Phase.STARTING, "Unrecognized VM option");
		assertFailure(task, Reason.NOT_STARTED).hasMessageContaining("Unrecognized VM option");
		assertThat(this.forks.count()).isOne();
	}

	@Test
	void taskThatRunsTooLongIsKilledAndReplaced() {
		this.properties.setTimeout(Duration.ofSeconds(10));
		create(1);
		CompletableFuture<Integer> slow = submit();
		CompletableFuture<Integer> next = submit();
		this.loop.advance(Duration.ofSeconds(10));
		assertFailure(slow, Reason.TIMED_OUT).hasMessageContaining("cluster.forks.timeout=PT10S");
		assertThat(this.forks.get(0).isKilled()).isTrue();
		assertThat(this.forks.count()).isOne();
		this.forks.get(0).exit(SIGKILL, Phase.RUNNING);
		this.loop.advance(Duration.ofSeconds(9));
		this.forks.get(1).finish(2);
		assertThat(next).isCompletedWithValue(2);
	}

	@Test
	void taskMayRunForEverIfItSaysSo() {
		CompletableFuture<Integer> task = this.pool.submit((fork) -> 1,
				ForkOptions.builder().timeout(Duration.ZERO).build());
		this.loop.advance(Duration.ofDays(1));
		assertThat(task).isNotDone();
	}

	@Test
	void cancelledTaskIsKilled() {
		CompletableFuture<Integer> task = submit();
		task.cancel(true);
		assertThat(this.forks.get(0).isKilled()).isTrue();
		assertThatExceptionOfType(CancellationException.class).isThrownBy(task::join);
		// Any further event comes too late.
		this.forks.get(0).finish(1);
		this.forks.get(0).exit(SIGKILL, Phase.RUNNING);
		assertThat(this.loop.timers()).isZero();
	}

	@Test
	void cancelledTaskInTheQueueNeverRuns() {
		List<CompletableFuture<Integer>> tasks = submit(4);
		tasks.get(2).cancel(false);
		this.forks.get(0).finish(1);
		this.forks.get(0).finish(4);
		assertThat(tasks.get(3)).isCompletedWithValue(4);
		assertThat(this.forks.get(0).isBusy()).isFalse();
	}

	@Test
	void crashFailsItsTaskWithTheFactsAndNoOther() {
		List<CompletableFuture<Integer>> tasks = submit(3);
		this.forks.get(0).exit(SIGKILL, Phase.RUNNING, "one", "last words");
		assertFailure(tasks.get(0), Reason.CRASHED).hasMessageContaining("pid 1000")
			.hasMessageContaining("was killed by SIGKILL; it last printed: last words")
			.satisfies((failure) -> {
				assertThat(failure.getExitCode()).isEqualTo(SIGKILL);
				assertThat(failure.getSignal()).isEqualTo("SIGKILL");
				assertThat(failure.getLastLines()).containsExactly("one", "last words");
			});
		this.forks.get(1).finish(1);
		this.forks.get(2).finish(2);
		assertThat(tasks.get(1)).isCompletedWithValue(1);
		assertThat(tasks.get(2)).isCompletedWithValue(2);
	}

	@ParameterizedTest
	@EnumSource(names = { "STARTING", "WAITING" })
	void taskThatHadNotBegunGoesToAnotherForkOnce(Phase phase) {
		CompletableFuture<Integer> task = submit();
		this.forks.get(0).exit(SIGKILL, phase);
		assertThat(task).isNotDone();
		assertThat(this.forks.get(1).isBusy()).isTrue();
		this.forks.get(1).exit(SIGKILL, Phase.WAITING);
		assertFailure(task, Reason.CRASHED).hasMessageContaining("SIGKILL");
		assertThat(this.forks.count()).isEqualTo(2);
	}

	@Test
	void forkThatDiesIdleHarmsNobody() {
		submit();
		this.forks.get(0).finish(1);
		this.forks.get(0).exit(SIGKILL, Phase.WAITING);
		assertThat(submit()).isNotDone();
		assertThat(this.forks.get(1).isBusy()).isTrue();
	}

	@Test
	void forkThatMayBeBrokenIsNotUsedAgain() {
		submit();
		ForkFailedException failure = new ForkFailedException(Reason.TASK_FAILED, "StackOverflowError", null);
		this.forks.get(0).finish(ForkOutcome.failed(failure, false));
		assertThat(this.forks.get(0).isEnded()).isTrue();
	}

	@Test
	void closeFailsWhatRunsAndWaits() {
		List<CompletableFuture<Integer>> tasks = submit(3);
		CompletableFuture<Void> closed = CompletableFuture.runAsync(this.pool::close);
		assertThat(tasks).allSatisfy((task) -> assertFailure(task, Reason.CLOSED)
			.hasMessageContaining("because the application is shutting down"));
		this.forks.get(0).exit(SIGKILL, Phase.RUNNING);
		this.forks.get(1).exit(SIGKILL, Phase.RUNNING);
		assertThat(closed).succeedsWithin(Duration.ofSeconds(30));
		assertThat(this.forks.get(0).isKilled()).isTrue();
		assertFailure(submit(), Reason.CLOSED);
		assertThat(this.forks.count()).isEqualTo(2);
	}

	@Test
	void detachedProcessTakesNoFork() {
		this.properties.setMaxDetached(1);
		create(1);
		CompletableFuture<ProcessHandle> detached = this.pool.detach((fork) -> 1, ForkOptions.defaults());
		this.loop.advance(Duration.ofDays(1));
		this.forks.get(0).finish(ProcessHandle.current().parent().orElseThrow());
		assertThat(detached).isCompleted();
		submit();
		assertThat(this.forks.get(1).isBusy()).isTrue();
		assertFailure(this.pool.detach((fork) -> 1, ForkOptions.defaults()), Reason.REJECTED)
			.hasMessageContaining("cluster.forks.max-detached");
	}

	@Test
	void detachedProcessCannotPrintIntoThisOne() {
		ForkOptions options = ForkOptions.builder().output(ProcessBuilder.Redirect.INHERIT).build();
		assertThatIllegalArgumentException().isThrownBy(() -> this.pool.detach((fork) -> 1, options))
			.withMessageContaining("outlives");
	}

	private static AbstractThrowableAssert<?, ForkFailedException> assertFailure(CompletableFuture<?> future,
			Reason reason) {
		assertThat(future).failsWithin(Duration.ofSeconds(30));
		try {
			future.join();
			throw new AssertionError("No failure");
		}
		catch (CompletionException ex) {
			assertThat(ex).hasCauseInstanceOf(ForkFailedException.class);
			ForkFailedException failure = (ForkFailedException) ex.getCause();
			assertThat(failure.getReason()).isEqualTo(reason);
			return assertThat(failure);
		}
	}

	/**
	 * Runs callbacks at once.
	 */
	private static final class SameThread extends AbstractExecutorService {

		@Override
		public void execute(Runnable command) {
			command.run();
		}

		@Override
		public void shutdown() {
		}

		@Override
		public List<Runnable> shutdownNow() {
			return List.of();
		}

		@Override
		public boolean isShutdown() {
			return false;
		}

		@Override
		public boolean isTerminated() {
			return false;
		}

		@Override
		public boolean awaitTermination(long timeout, TimeUnit unit) {
			return true;
		}

	}

}
