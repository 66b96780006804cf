// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.worker;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.AbstractList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import dev.bootcluster.ipc.ControlChannel;
import dev.bootcluster.ipc.FromPrimary;
import dev.bootcluster.ipc.FromWorker;
import dev.bootcluster.ipc.Ipc;
import dev.bootcluster.test.Await;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Worker}, with a primary that only listens.
 */
@ExtendWith(OutputCaptureExtension.class)
class WorkerTests {

	@TempDir
	private Path directory;

	private final Ipc primary = new Ipc("test-primary");

	private final AtomicReference<ControlChannel<FromPrimary>> control = new AtomicReference<>();

	private final Queue<FromWorker> heard = new ConcurrentLinkedQueue<>();

	private final AtomicReference<Thread> exiting = new AtomicReference<>();

	private Worker worker;

	@BeforeEach
	void join() throws IOException {
		this.primary.listen(this.directory, (channel, message) -> {
			this.control.set(channel);
			this.heard.add(message);
		}, (channel) -> {
		});
		this.worker = Worker.join(TestLaunch.in(this.directory),
				(orphaned) -> this.exiting.set(Thread.currentThread()));
		Await.until("the worker", () -> this.control.get() != null);
	}

	@AfterEach
	void close() {
		this.primary.close();
	}

	@Test
	void threadsAreDumpedOnOrder() {
		String file = this.directory.resolve("threads.txt").toString();
		this.control.get().send(new FromPrimary.DumpThreads(file));
		Await.until("the answer", () -> this.heard.contains(new FromWorker.ThreadsDumped(file)));
		assertThat(Path.of(file)).content().contains("WorkerTests.threadsAreDumpedOnOrder");
	}

	@Test
	void dumpThatCannotBeWrittenIsNotAnswered() throws IOException {
		Path file = Files.writeString(this.directory.resolve("threads.txt"), "an older dump");
		Path other = this.directory.resolve("other.txt");
		this.control.get().send(new FromPrimary.DumpThreads(file.toString()));
		this.control.get().send(new FromPrimary.DumpThreads(other.toString()));
		Await.until("the second answer", () -> this.heard.contains(new FromWorker.ThreadsDumped(other.toString())));
		assertThat(this.heard).doesNotContain(new FromWorker.ThreadsDumped(file.toString()));
	}

	@Test
	void jvmDoesNotEndBeforeTheApplicationIsClosed() {
		this.control.get().send(new FromPrimary.Drain(1000, 1000, 0));
		Await.until("the exit", () -> this.exiting.get() != null);
		assertThat(this.exiting.get().isDaemon()).isFalse();
	}

	@Test
	void primaryThatCannotBeUnderstoodIsNotSaidToBeGone(CapturedOutput output) {
		this.control.get().send(new FromPrimary.Shared("longer than a frame", 1, "x".repeat(5 * 1024 * 1024)));
		Await.until("the exit", () -> this.exiting.get() != null);
		assertThat(output).contains("The primary's messages cannot be understood (");
	}

	@Test
	void heartbeatsBeginWhenTheWorkerIsReady() {
		this.worker.started(new Warmup(List.of(), 1, List.of()), () -> true);
		Await.until("a heartbeat", () -> this.heard.stream().anyMatch(FromWorker.Heartbeat.class::isInstance));
		assertThat(this.heard).element(1).isEqualTo(new FromWorker.Ready());
	}

	@Test
	void readinessThatThrowsIsAskedAgainAndSaidOnce(CapturedOutput output) {
		AtomicInteger asked = new AtomicInteger();
		this.worker.started(new Warmup(List.of(), 1, List.of()), () -> {
			if (asked.incrementAndGet() < 3) {
				throw new IllegalStateException("no database yet");
			}
			return true;
		});
		Await.until("the worker to be ready", () -> this.heard.contains(new FromWorker.Ready()));
		assertThat(output).containsOnlyOnce("no database yet");
	}

	@Test
	void workerWhoseWarmupEndsEarlyIsReady() throws IOException {
		List<String> broken = new AbstractList<>() {

			@Override
			public String get(int index) {
				throw new IllegalStateException("broken");
			}

			@Override
			public int size() {
				return 1;
			}

		};
		try (ServerSocketChannel handoff = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
			handoff.bind(UnixDomainSocketAddress.of(this.directory.resolve(Ipc.HANDOFF_SOCKET)));
			this.worker.serve(new HandoffProtocol(), new RequestProgress(), new ServingSettings(true, null));
			this.worker.started(new Warmup(broken, 1, List.of()), () -> true);
			Await.until("the worker to be ready", () -> this.heard.contains(new FromWorker.Ready()));
		}
	}

}
