// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.worker;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.lang.management.LockInfo;
import java.lang.management.ManagementFactory;
import java.lang.management.MonitorInfo;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.ZonedDateTime;
import java.util.Arrays;
import java.util.Collection;
import java.util.Set;
import java.util.stream.Collectors;

import dev.bootcluster.ipc.OwnerOnly;
import org.jspecify.annotations.Nullable;

/**
 * Writes all threads of this JVM to a file that only its owner may read, starting with
 * those most likely to explain a hang.
 */
final class ThreadDumpFile {

	private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

	private final PrintWriter out;

	private ThreadDumpFile(Writer out) {
		this.out = new PrintWriter(out);
	}

	/**
	 * Write a new file.
	 * @param file the file, which must not exist yet
	 * @param requests the requests that hold a thread
	 */
	static void write(Path file, Collection<Executing> requests) throws IOException {
		try (Writer writer = Channels.newWriter(Files.newByteChannel(file,
				Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), OwnerOnly.FILE),
				StandardCharsets.UTF_8)) {
			ThreadDumpFile dump = new ThreadDumpFile(writer);
			dump.write(requests);
			if (dump.out.checkError()) {
				throw new IOException("The thread dump could not be written to " + file);
			}
		}
	}

	private void write(Collection<Executing> requests) {
		this.out.printf("%s%nThread dump of process %d, %s %s%n%n", ZonedDateTime.now(), ProcessHandle.current().pid(),
				System.getProperty("java.vm.name"), System.getProperty("java.vm.version"));
		deadlocks();
		ThreadInfo[] threads = THREADS.dumpAllThreads(THREADS.isObjectMonitorUsageSupported(),
				THREADS.isSynchronizerUsageSupported());
		virtualThreads(threads, requests);
		for (ThreadInfo thread : threads) {
			thread(thread);
		}
	}

	private void deadlocks() {
		long[] ids = THREADS.isSynchronizerUsageSupported() ? THREADS.findDeadlockedThreads()
				: THREADS.findMonitorDeadlockedThreads();
		if (ids == null) {
			return;
		}
		this.out.printf("DEADLOCK of %d threads:%n", ids.length);
		for (ThreadInfo thread : THREADS.getThreadInfo(ids)) {
			if (thread != null) {
				this.out.printf("  \"%s\" waits for %s, held by \"%s\"%n", thread.getThreadName(), thread.getLockName(),
						thread.getLockOwnerName());
			}
		}
		this.out.println();
	}

	/**
	 * The management interface does not report virtual threads, but those that execute
	 * requests are known.
	 */
	private void virtualThreads(ThreadInfo[] platform, Collection<Executing> requests) {
		Set<Long> ids = Arrays.stream(platform).map(ThreadInfo::getThreadId).collect(Collectors.toSet());
		requests.stream().map(Executing::thread).filter((thread) -> !ids.contains(thread.getId())).forEach((thread) -> {
			this.out.printf("\"%s\" #%d virtual, executes a request, %s%n", thread.getName(), thread.getId(),
					thread.getState());
			for (StackTraceElement frame : thread.getStackTrace()) {
				this.out.printf("\tat %s%n", frame);
			}
			this.out.println();
		});
	}

	/**
	 * {@link ThreadInfo#toString()} stops after eight frames.
	 */
	private void thread(ThreadInfo thread) {
		this.out.printf("\"%s\" #%d prio=%d%s %s%n", thread.getThreadName(), thread.getThreadId(), thread.getPriority(),
				thread.isDaemon() ? " daemon" : "", thread.getThreadState());
		StackTraceElement[] stack = thread.getStackTrace();
		for (int depth = 0; depth < stack.length; depth++) {
			this.out.printf("\tat %s%n", stack[depth]);
			if (depth == 0) {
				waitsFor(thread, thread.getLockInfo());
			}
			for (MonitorInfo monitor : thread.getLockedMonitors()) {
				if (monitor.getLockedStackDepth() == depth) {
					this.out.printf("\t- locked %s%n", monitor);
				}
			}
		}
		for (LockInfo lock : thread.getLockedSynchronizers()) {
			this.out.printf("\t- holds %s%n", lock);
		}
		this.out.println();
	}

	private void waitsFor(ThreadInfo thread, @Nullable LockInfo lock) {
		if (lock != null) {
			String owner = thread.getLockOwnerName();
			this.out.printf("\t- %s %s%s%n",
					(thread.getThreadState() == Thread.State.BLOCKED) ? "waits to lock" : "waits for", lock,
					(owner != null) ? ", held by \"%s\"".formatted(owner) : "");
		}
	}

}
