// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.worker;

import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import dev.bootcluster.test.Await;
import org.apache.tomcat.util.threads.TaskQueue;
import org.apache.tomcat.util.threads.TaskThreadFactory;
import org.apache.tomcat.util.threads.ThreadPoolExecutor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Real pools and threads, and what the kernel says of them.
 */
class RequestPoolTests {

	private final HandoffEndpoint endpoint = new HandoffEndpoint();

	private final AtomicBoolean ended = new AtomicBoolean();

	@TempDir
	private Path directory;

	@AfterEach
	void end() {
		this.ended.set(true);
		this.endpoint.shutdownExecutor();
	}

	private ThreadPoolExecutor pool(String maxInFlight) {
		this.endpoint.setMinSpareThreads(5);
		this.endpoint.setMaxThreads(40);
		this.endpoint.limit(MaxInFlight.of(maxInFlight));
		this.endpoint.createExecutor();
		return (ThreadPoolExecutor) this.endpoint.getExecutor();
	}

	@ParameterizedTest
	@CsvSource({ "auto, 5, 40", "unlimited, 5, 40", "7, 5, 7", "3, 3, 3", "1000000, 5, 40" })
	void poolStartsWithItsOwnBoundsOrTheLimit(String maxInFlight, int spare, int max) {
		ThreadPoolExecutor pool = pool(maxInFlight);
		assertThat(pool.getCorePoolSize()).isEqualTo(spare);
		assertThat(pool.getMaximumPoolSize()).isEqualTo(max);
		assertThat(this.endpoint.getMaxThreads()).isEqualTo(40);
		Await.until("the spare threads", () -> pool.getPoolSize() == spare);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "0", "-1", "many", "1.5", "12345678" })
	void valueThatIsNoneIsRefused(String value) {
		assertThatIllegalArgumentException().isThrownBy(() -> MaxInFlight.of(value))
			.withMessageContaining("use 'auto', 'unlimited' or a number");
	}

	/**
	 * Many short tasks that compute are limited; then as many that wait for each other
	 * all get a thread, without which none of them would end.
	 */
	@Test
	void poolIsAsLargeAsItsTasksNeed() throws InterruptedException {
		ThreadPoolExecutor pool = pool("auto");
		// So many computing threads that the machine's processors are not enough.
		for (int i = 0; i < 40; i++) {
			pool.execute(() -> computeAgain(pool));
		}
		Await.until("a limit", () -> pool.getMaximumPoolSize() < 40);
		this.ended.set(true);
		CountDownLatch all = new CountDownLatch(40);
		AtomicInteger met = new AtomicInteger();
		for (int i = 0; i < 40; i++) {
			pool.execute(() -> {
				all.countDown();
				awaitAll(all, met);
			});
		}
		Await.until("all tasks at once", () -> met.get() == 40);
		Await.until("the pool's own bounds", () -> pool.getMaximumPoolSize() == 40);
		assertThat(pool.getCorePoolSize()).isEqualTo(5);
	}

	private void computeAgain(ThreadPoolExecutor pool) {
		long until = System.nanoTime() + 200_000;
		while (System.nanoTime() < until) {
			Thread.onSpinWait();
		}
		if (!this.ended.get()) {
			pool.execute(() -> computeAgain(pool));
		}
	}

	private static void awaitAll(CountDownLatch all, AtomicInteger met) {
		try {
			if (all.await(1, TimeUnit.MINUTES)) {
				met.incrementAndGet();
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	@Test
	void queueWithABoundIsLeftAlone() {
		this.endpoint.setMaxQueueSize(10);
		this.endpoint.setMaxThreads(40);
		this.endpoint.limit(MaxInFlight.of("auto"));
		this.endpoint.createExecutor();
		assertThat(((ThreadPoolExecutor) this.endpoint.getExecutor()).getThreadFactory())
			.isInstanceOf(TaskThreadFactory.class);
	}

	@Test
	void threadThatWaitsWantsNoProcessorAndOneThatComputesDoes() {
		ProcessorDemand demand = new ProcessorDemand(Path.of("/proc"));
		ThreadPoolExecutor pool = pool(demand.watch(Thread::new));
		CountDownLatch latch = new CountDownLatch(1);
		pool.execute(() -> awaitAll(latch, new AtomicInteger()));
		Await.until("a waiting thread", () -> pool.getActiveCount() == 1 && demand.wanting() == 0);
		pool.execute(() -> {
			while (!this.ended.get()) {
				Thread.onSpinWait();
			}
		});
		Await.until("a computing thread", () -> demand.wanting() == 1);
		assertThat(demand.isKnown()).isTrue();
		latch.countDown();
		this.ended.set(true);
		pool.shutdown();
		Await.until("no thread", () -> pool.isTerminated() && demand.wanting() == 0);
	}

	@Test
	void systemThatTellsNothingIsNoticed() {
		ProcessorDemand demand = new ProcessorDemand(this.directory);
		ThreadPoolExecutor pool = pool(demand.watch(Thread::new));
		pool.execute(() -> {
		});
		Await.until("a task", () -> pool.getCompletedTaskCount() == 1);
		assertThat(demand.isKnown()).isFalse();
		assertThat(demand.wanting()).isZero();
		pool.shutdown();
	}

	private static ThreadPoolExecutor pool(ThreadFactory factory) {
		TaskQueue queue = new TaskQueue();
		ThreadPoolExecutor pool = new ThreadPoolExecutor(0, 40, 1, TimeUnit.MINUTES, queue, factory);
		queue.setParent(pool);
		return pool;
	}

}
