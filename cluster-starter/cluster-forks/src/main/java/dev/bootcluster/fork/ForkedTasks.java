/*
 * Copyright 2026 the Boot Cluster authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *      https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */

package dev.bootcluster.fork;

import java.io.IOException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.locks.LockSupport;

import org.jspecify.annotations.Nullable;

/**
 * Runs the tasks of a fork on its main thread, while another listens for the owner's end.
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
	 * Create the runner.
	 * @param owner the channel to the owner
	 * @param maxMessageSize the largest serialized object
	 * @param loader where the application's classes are
	 */
	ForkedTasks(FrameChannel owner, int maxMessageSize, ClassLoader loader) {
		this.owner = owner;
		this.maxMessageSize = maxMessageSize;
		this.loader = loader;
	}

	/**
	 * Run tasks until this process ends.
	 * @throws IOException if the owner is gone, which ends it too
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
				// By a task that has ended; the next has nothing to do with it.
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
	 * In good order, unless a shutdown hook does not end.
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
			fail(TaskFailure.payload("cannot be read in its fork: ", ex, this.maxMessageSize));
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
			fail(TaskFailure.payload("has a result that cannot come back: ", ex, this.maxMessageSize));
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
			// A write by a thread that is interrupted would close the channel.
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
	 * A class path opens its jars one by one as it searches them. Those of a cluster's
	 * generation are removed with it, but not before they are closed.
	 */
	private void openAllJars() {
		this.loader.getResource("dev/bootcluster/fork/a-file-in-no-jar");
	}

	/**
	 * Tells what a task threw from what goes wrong around it.
	 */
	private static final class TaskThrewException extends Exception {

		private final Throwable thrown;

		TaskThrewException(Throwable thrown) {
			super(thrown);
			this.thrown = thrown;
		}

	}

}
