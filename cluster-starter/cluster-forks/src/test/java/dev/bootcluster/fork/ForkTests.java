// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.fork;

import java.io.IOException;
import java.io.ObjectInputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;

import dev.bootcluster.fork.ForkFailedException.Reason;
import dev.bootcluster.test.Await;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.util.unit.DataSize;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests of real forks, on the class path of the tests.
 */
class ForkTests {

	private static final int LARGEST = 1 << 20;

	private static ForkPool pool;

	@TempDir
	Path directory;

	@BeforeAll
	static void open() {
		ForkProperties properties = new ForkProperties();
		properties.setMax(1);
		properties.setMaxHeap(DataSize.ofMegabytes(32));
		properties.setMaxMessageSize(DataSize.ofBytes(LARGEST));
		pool = new ForkPool(properties, null);
	}

	@AfterAll
	static void close() {
		pool.close();
	}

	@Test
	void tasksRunInOneOtherProcess() {
		int captured = 20;
		long first = pool.submit((fork) -> Outcomes.pid()).join();
		assertThat(first).isNotEqualTo(Outcomes.pid());
		assertThat(pool.submit((fork) -> captured + 1).join()).isEqualTo(21);
		assertThat(pool.submit((fork) -> Outcomes.pid()).join()).isEqualTo(first);
		assertThat(pool.submit((fork) -> null).join()).isNull();
	}

	@Test
	void exceptionOfTheTaskIsTheCauseWithItsStackTrace() {
		ForkFailedException failure = Outcomes.failure(pool.submit(ForkTests::throwsOne));
		assertThat(failure).hasMessageContaining("threw java.lang.IllegalStateException: boom (fork with pid ")
			.returns(Reason.TASK_FAILED, ForkFailedException::getReason)
			.cause()
			.isExactlyInstanceOf(IllegalStateException.class)
			.hasMessage("boom")
			.hasStackTraceContaining("ForkTests.throwsOne");
		assertThat(failure.getExitCode()).isNull();
	}

	private static Object throwsOne(ForkContext fork) {
		throw new IllegalStateException("boom");
	}

	@Test
	void exceptionThatCannotBeReadHereIsStoodInFor() {
		assertThat(Outcomes.failure(pool.submit((fork) -> {
			throw new OnlyThereException("boom");
		})).getCause()).hasToString(OnlyThereException.class.getName() + ": boom")
			.hasStackTraceContaining("ForkTests.lambda");
	}

	@Test
	void exceptionThatCannotBeSentIsStoodInFor() {
		assertThat(Outcomes.failure(pool.submit((fork) -> {
			throw new UnsendableException("boom");
		})).getCause()).hasToString(UnsendableException.class.getName() + ": boom");
	}

	@Test
	void errorCostsItsFork() {
		long fork = pool.submit((context) -> Outcomes.pid()).join();
		assertThat(Outcomes.failure(pool.submit(ForkTests::recurse)))
			.hasCauseExactlyInstanceOf(StackOverflowError.class);
		assertThat(pool.submit((context) -> Outcomes.pid()).join()).isNotEqualTo(fork);
		Await.until("the end of the fork", () -> !Outcomes.isAlive(fork));
	}

	private static int recurse(ForkContext fork) {
		return 1 + recurse(fork);
	}

	@Test
	void crashFailsItsTaskOnly() {
		ForkFailedException failure = Outcomes.failure(pool.submit((fork) -> {
			System.out.println("last words");
			System.exit(42);
			return 0;
		}));
		assertThat(failure).returns(Reason.CRASHED, ForkFailedException::getReason)
			.returns(42, ForkFailedException::getExitCode)
			.hasMessageEndingWith("ended with exit code 42; it last printed: last words");
		assertThat(pool.submit((fork) -> 1).join()).isEqualTo(1);
	}

	@Test
	void killedForkFailsItsTaskOnly() {
		List<Object> messages = new CopyOnWriteArrayList<>();
		CompletableFuture<?> task = pool.submit(new Endless(), listener(messages));
		Await.until("the pid", () -> !messages.isEmpty());
		ProcessHandle.of((Long) messages.get(0)).orElseThrow().destroyForcibly();
		assertThat(Outcomes.failure(task)).returns("SIGKILL", ForkFailedException::getSignal)
			.hasMessageContaining("was killed by SIGKILL");
		assertThat(pool.submit((fork) -> 1).join()).isEqualTo(1);
	}

	@Test
	void signalToTheWholeGroupIsTheOwnersToAnswer() {
		long fork = pool.submit((context) -> Outcomes.pid()).join();
		ProcessHandle.of(fork).orElseThrow().destroy();
		for (int i = 0; i < 50; i++) {
			assertThat(pool.submit((context) -> Outcomes.pid()).join()).isEqualTo(fork);
		}
	}

	@Test
	void forkThatRunsOutOfMemoryEnds() {
		assertThat(Outcomes.failure(pool.submit((fork) -> new byte[100 << 20].length)))
			.returns(Reason.CRASHED, ForkFailedException::getReason)
			.hasMessageContaining("java.lang.OutOfMemoryError: Java heap space");
		assertThat(pool.submit((fork) -> 1).join()).isEqualTo(1);
	}

	@Test
	void taskThatRunsTooLongIsKilled() {
		List<Object> messages = new CopyOnWriteArrayList<>();
		ForkOptions options = ForkOptions.builder().timeout(Duration.ofSeconds(2)).onMessage(messages::add).build();
		assertThat(Outcomes.failure(pool.submit(new Endless(), options))).returns(Reason.TIMED_OUT,
				ForkFailedException::getReason);
		Await.until("the end of the fork", () -> messages.stream().noneMatch((pid) -> Outcomes.isAlive((Long) pid)));
	}

	@Test
	void cancelledTaskIsKilled() {
		List<Object> messages = new CopyOnWriteArrayList<>();
		CompletableFuture<?> task = pool.submit(new Endless(), listener(messages));
		Await.until("the pid", () -> !messages.isEmpty());
		task.cancel(true);
		Await.until("the end of the fork", () -> !Outcomes.isAlive((Long) messages.get(0)));
	}

	private static ForkOptions listener(List<Object> messages) {
		return ForkOptions.builder().onMessage(messages::add).build();
	}

	@Test
	void messagesArriveInOrderAndBeforeTheResult() {
		List<Object> messages = new CopyOnWriteArrayList<>();
		assertThat(pool.submit((fork) -> {
			IntStream.range(0, 1000).forEach(fork::send);
			return "done";
		}, listener(messages)).join()).isEqualTo("done");
		assertThat(messages).isEqualTo(IntStream.range(0, 1000).boxed().toList());
	}

	@Test
	void listenerThatFailsHarmsNobody() {
		assertThat(pool.submit((fork) -> {
			fork.send("anything");
			return 1;
		}, ForkOptions.builder().onMessage((message) -> {
			throw new IllegalStateException("listener");
		}).build()).join()).isEqualTo(1);
	}

	@Test
	void interruptedTaskHarmsNeitherItsResultNorTheNextTask() {
		long fork = pool.submit((context) -> Outcomes.pid()).join();
		assertThat(pool.submit((context) -> {
			Thread.currentThread().interrupt();
			context.send("not heard");
			return Thread.currentThread().isInterrupted();
		}).join()).isTrue();
		assertThat(pool.submit((context) -> Thread.currentThread().isInterrupted() ? 0 : Outcomes.pid()).join())
			.isEqualTo(fork);
	}

	@Test
	void resultThatCannotComeBackIsNamed() {
		assertThat(Outcomes.failure(pool.submit((fork) -> new Thread())))
			.returns(Reason.NOT_SERIALIZABLE, ForkFailedException::getReason)
			.hasMessageContaining("has a result that cannot be sent back: java.lang.Thread is not serializable");
		assertThat(Outcomes.failure(pool.submit((fork) -> new byte[LARGEST + 1])))
			.returns(Reason.TOO_LARGE, ForkFailedException::getReason)
			.hasMessageContaining("cluster.forks.max-message-size");
		assertThat(pool.submit((fork) -> new byte[LARGEST - 1000]).join()).hasSize(LARGEST - 1000);
	}

	private static final class OnlyThereException extends RuntimeException {

		OnlyThereException(String message) {
			super(message);
		}

		private void readObject(ObjectInputStream stream) throws IOException {
			throw new IOException("not here");
		}

	}

	private static final class UnsendableException extends RuntimeException {

		private final Thread thread = Thread.currentThread();

		UnsendableException(String message) {
			super(message);
		}

	}

}
