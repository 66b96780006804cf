// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.fork;

import java.io.IOException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.locks.LockSupport;

import org.jspecify.annotations.Nullable;

/**
 * Runs the tasks of a fork on its main thread, while another thread watches for the end
 * of the owner.
 */
final class ForkedTasks {

	private static final byte[] NOTHING = {};

	/**
	 * How long shutdown hooks may take once the owner is gone.
	 */
	private static final long GRACE_NANOS = 1_000_000_000L;

	private final FrameChannel owner;

	private final int maxMessageSize;

	private final ClassLoader loader;

	private final LinkedBlockingQueue<Frame> tasks = new LinkedBlockingQueue<>();

	/**
	 * @param owner the channel to the owner
	 * @param maxMessageSize the maximum size of a serialized object
	 * @param loader the application's class loader
	 */
	ForkedTasks(FrameChannel owner, int maxMessageSize, ClassLoader loader) {
		this.owner = owner;
		this.maxMessageSize = maxMessageSize;
		this.loader = loader;
	}

	/**
	 * Run tasks until this process ends.
	 * @throws IOException if the owner is gone, which also ends this process
	 */
	void run() throws IOException {
		startDaemon("fork-channel", this::listen);
		while (true) {
			try {
				Frame frame = this.tasks.take();
				ForkTask<?> task = read(frame);
				if (task != null && frame.type() == FrameType.DETACHED_TASK) {
					runDetached(task);
				}
				else if (task != null) {
					runForOwner(task);
				}
			}
			catch (InterruptedException ex) {
				// Meant for a task that has ended, not for the next one.
			}
		}
	}

	private void listen() {
		try {
			Frame frame;
			while ((frame = this.owner.read()) != null) {
				this.tasks.add(frame);
				if (frame.type() == FrameType.DETACHED_TASK) {
					return;
				}
			}
		}
		catch (IOException ex) {
			// The owner is gone.
		}
		exit();
	}

	/**
	 * Exit gracefully, unless a shutdown hook hangs.
	 */
	private static void exit() {
		startDaemon("fork-end", () -> {
			long deadline = System.nanoTime() + GRACE_NANOS;
			for (long left = GRACE_NANOS; left > 0; left = deadline - System.nanoTime()) {
				LockSupport.parkNanos(left);
			}
			Runtime.getRuntime().halt(1);
		});
		System.exit(0);
	}

	private static void startDaemon(String name, Runnable work) {
		Thread thread = new Thread(work, name);
		thread.setDaemon(true);
		thread.start();
	}

	private @Nullable ForkTask<?> read(Frame frame) throws IOException {
		try {
			return (ForkTask<?>) Payload.read(frame.content(), this.loader);
		}
		catch (PayloadException ex) {
			fail(TaskFailure.payload("cannot be deserialized in its fork: ", ex, this.maxMessageSize));
			return null;
		}
	}

	private void runForOwner(ForkTask<?> task) throws IOException {
		this.owner.write(FrameType.STARTED, NOTHING);
		try (TaskMessages messages = new TaskMessages(this.owner, this.maxMessageSize)) {
			@Nullable Object result = call(task, messages);
			messages.close();
			this.owner.write(FrameType.RESULT, Payload.write(result, this.maxMessageSize));
		}
		catch (TaskThrewException ex) {
			fail(TaskFailure.thrown(ex.thrown, this.maxMessageSize));
		}
		catch (PayloadException ex) {
			fail(TaskFailure.payload("has a result that cannot be sent back: ", ex, this.maxMessageSize));
		}
	}

	private static @Nullable Object call(ForkTask<?> task, TaskMessages messages) throws TaskThrewException {
		try {
			return task.run(messages);
		}
		catch (Throwable ex) {
			throw new TaskThrewException(ex);
		}
		finally {
			// A write by an interrupted thread would close the channel.
			Thread.interrupted();
			System.out.flush();
			System.err.flush();
		}
	}

	private void fail(TaskFailure failure) throws IOException {
		try {
			this.owner.write(FrameType.FAILED, Payload.write(failure, Integer.MAX_VALUE));
		}
		catch (PayloadException ex) {
			throw new IllegalStateException("A failure is always serializable", ex);
		}
	}

	private void runDetached(ForkTask<?> task) throws IOException {
		openAllJars();
		this.owner.write(FrameType.STARTED, NOTHING);
		this.owner.close();
		int code = 0;
		try {
			task.run((message) -> {
			});
		}
		catch (Throwable ex) {
			ex.printStackTrace();
			code = 1;
		}
		System.exit(code);
	}

	/**
	 * Opens all jars by searching for a missing resource: a class path opens its jars one
	 * by one as it searches them. The jars of a cluster's generation are deleted with it,
	 * but remain readable while they are open.
	 */
	private void openAllJars() {
		this.loader.getResource("dev/bootcluster/fork/a-file-in-no-jar");
	}

	/**
	 * Distinguishes what a task threw from failures around it.
	 */
	private static final class TaskThrewException extends Exception {

		private final Throwable thrown;

		TaskThrewException(Throwable thrown) {
			super(thrown);
			this.thrown = thrown;
		}

	}

}
