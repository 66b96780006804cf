// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.worker;

import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.locks.ReentrantLock;

import dev.bootcluster.test.Await;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link ThreadDumpFile}.
 */
class ThreadDumpFileTests {

	@TempDir
	private Path directory;

	@Test
	void allFramesOfAllThreadsAreInAFileForItsOwnerOnly() throws Exception {
		Path file = this.directory.resolve("threads.txt");
		ThreadDumpFile.write(file, List.of());
		String self = "\"%s\" #%d".formatted(Thread.currentThread().getName(), Thread.currentThread().getId());
		assertThat(file).content()
			.contains(self, "ThreadDumpFileTests.allFramesOfAllThreadsAreInAFileForItsOwnerOnly", "Reference Handler")
			.doesNotContain("DEADLOCK");
		assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file))).isEqualTo("rw-------");
	}

	@Test
	void fileThatExistsIsNotOverwritten() throws Exception {
		Path file = Files.writeString(this.directory.resolve("threads.txt"), "an older dump");
		assertThatExceptionOfType(FileAlreadyExistsException.class)
			.isThrownBy(() -> ThreadDumpFile.write(file, List.of()));
		assertThat(file).hasContent("an older dump");
	}

	@Test
	void deadlockComesFirst() throws Exception {
		ReentrantLock left = new ReentrantLock();
		ReentrantLock right = new ReentrantLock();
		CyclicBarrier both = new CyclicBarrier(2);
		Thread first = lock("first", left, right, both);
		Thread second = lock("second", right, left, both);
		try {
			Await.until("the deadlock", () -> left.hasQueuedThreads() && right.hasQueuedThreads());
			Path file = this.directory.resolve("threads.txt");
			ThreadDumpFile.write(file, List.of());
			assertThat(Files.readAllLines(file)).element(3).asString().isEqualTo("DEADLOCK of 2 threads:");
			assertThat(file).content()
				.containsPattern("\"first\" waits for \\S+ReentrantLock\\S+, held by \"second\"")
				.containsPattern("\"second\" waits for \\S+ReentrantLock\\S+, held by \"first\"")
				.contains("- holds java.util.concurrent.locks.ReentrantLock");
		}
		finally {
			first.interrupt();
			second.interrupt();
			first.join();
			second.join();
		}
	}

	@Test
	void monitorsThatAreHeldAndWaitedForAreNamed() throws Exception {
		Object monitor = new Object();
		Thread waiter = new Thread(() -> {
			synchronized (monitor) {
				// Got it.
			}
		}, "waiter");
		Path file = this.directory.resolve("threads.txt");
		synchronized (monitor) {
			waiter.start();
			Await.until("the waiter", () -> waiter.getState() == Thread.State.BLOCKED);
			ThreadDumpFile.write(file, List.of());
		}
		waiter.join();
		assertThat(file).content()
			.contains("- waits to lock " + monitor + ", held by \"%s\"".formatted(Thread.currentThread().getName()),
					"- locked " + monitor);
	}

	@Test
	void heapAfterACollectionIsKnown() {
		System.gc();
		assertThat(LiveHeap.bytes()).isPositive().isLessThan(Runtime.getRuntime().maxMemory());
	}

	private static Thread lock(String name, ReentrantLock first, ReentrantLock second, CyclicBarrier both) {
		Thread thread = new Thread(() -> {
			first.lock();
			try {
				both.await();
				second.lockInterruptibly();
			}
			catch (Exception ex) {
				// The test is over.
			}
		}, name);
		thread.setDaemon(true);
		thread.start();
		return thread;
	}

}
