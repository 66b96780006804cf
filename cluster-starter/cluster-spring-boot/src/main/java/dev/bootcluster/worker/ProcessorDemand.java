// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.worker;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;

/**
 * How many threads of a pool want a processor: those that run, and those that the kernel
 * lets wait for one. A thread that waits for anything else, such as a lock or an answer
 * from a database, wants none. The JVM does not tell them apart: a thread that reads from
 * a socket is {@link Thread.State#RUNNABLE}, too.
 */
final class ProcessorDemand {

	/**
	 * Each costs some microseconds for each look at it, and an open file from the first
	 * look until {@link #rest()}. The queue of a pool gives its threads the same work, so
	 * these speak for the others.
	 */
	private static final int WATCHED = 16;

	private final Path proc;

	private final Set<Watched> watched = ConcurrentHashMap.newKeySet();

	private final AtomicInteger threads = new AtomicInteger();

	private volatile boolean known = true;

	/**
	 * @param proc where process information is mounted
	 */
	ProcessorDemand(Path proc) {
		this.proc = proc;
	}

	/**
	 * Watch the threads of a factory.
	 * @param factory creates threads
	 * @return a factory that creates the same threads
	 */
	ThreadFactory watch(ThreadFactory factory) {
		return (task) -> factory.newThread(() -> {
			Watched entered = enter();
			try {
				task.run();
			}
			finally {
				leave(entered);
			}
		});
	}

	private @Nullable Watched enter() {
		this.threads.incrementAndGet();
		if (this.watched.size() >= WATCHED) {
			return null;
		}
		try {
			// A link to PID/task/TID, see proc_thread-self(5).
			Path thread = this.proc.resolve(Files.readSymbolicLink(this.proc.resolve("thread-self")));
			Watched watched = new Watched(thread.resolve("stat"));
			watched.wants();
			if (!watched.isReadable()) {
				this.known = false;
			}
			watched.close();
			this.watched.add(watched);
			return watched;
		}
		catch (IOException | RuntimeException ex) {
			this.known = false;
			return null;
		}
	}

	private void leave(@Nullable Watched watched) {
		this.threads.decrementAndGet();
		if (watched != null) {
			this.watched.remove(watched);
			watched.end();
		}
	}

	/**
	 * Whether the kernel says what threads want. It may not, for example in a sandbox.
	 */
	boolean isKnown() {
		return this.known;
	}

	/**
	 * Look at the threads. Called by one thread.
	 * @return how many of all threads want a processor now
	 */
	int wanting() {
		int seen = 0;
		int wanting = 0;
		for (Watched thread : this.watched) {
			Boolean wants = thread.wants();
			if (wants != null) {
				seen++;
				wanting += wants ? 1 : 0;
			}
		}
		return (seen == 0) ? 0 : Math.round(wanting * Math.max(1F, this.threads.get() / (float) seen));
	}

	/**
	 * There will be no look for a while.
	 */
	void rest() {
		this.watched.forEach(Watched::close);
	}

	/**
	 * A thread's {@code stat}: {@code 42 (name) R ...}, see proc_pid_stat(5).
	 */
	private static final class Watched {

		private static final byte RUNNABLE = 'R';

		private final Path file;

		private @Nullable FileChannel open;

		private boolean gone;

		/**
		 * Names have at most 15 bytes.
		 */
		private final ByteBuffer text = ByteBuffer.allocateDirect(64);

		Watched(Path file) {
			this.file = file;
		}

		boolean isReadable() {
			return this.open != null;
		}

		/**
		 * Whether the thread wants a processor, {@code null} if it is gone.
		 */
		synchronized @Nullable Boolean wants() {
			if (this.gone) {
				return null;
			}
			try {
				if (this.open == null) {
					this.open = FileChannel.open(this.file);
				}
				this.text.clear();
				this.open.read(this.text, 0);
				int end = this.text.position() - 1;
				while (this.text.get(end) != ')') {
					end--;
				}
				return this.text.get(end + 2) == RUNNABLE;
			}
			catch (IOException | RuntimeException ex) {
				return null;
			}
		}

		/**
		 * The thread ends: a look that is under way must not open the file again.
		 */
		synchronized void end() {
			this.gone = true;
			close();
		}

		synchronized void close() {
			try {
				if (this.open != null) {
					this.open.close();
				}
			}
			catch (IOException ex) {
				// It was only read.
			}
			this.open = null;
		}

	}

}
