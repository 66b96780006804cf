// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.fork;

import java.io.EOFException;
import java.io.IOException;
import java.util.function.Consumer;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * The owner's side of the conversation with a fork about one task.
 */
final class TaskExchange {

	private static final Log logger = LogFactory.getLog(TaskExchange.class);

	private final FrameChannel fork;

	private final ProcessHandle process;

	private final ForkJob job;

	TaskExchange(FrameChannel fork, ProcessHandle process, ForkJob job) {
		this.fork = fork;
		this.process = process;
		this.job = job;
	}

	/**
	 * Give the task to the fork and wait until it ends or, if it is detached, begins.
	 * @param began called when it begins
	 * @throws IOException if the fork is gone
	 */
	ForkOutcome run(Runnable began) throws IOException {
		this.fork.write(this.job.detached() ? FrameType.DETACHED_TASK : FrameType.TASK, this.job.payload());
		while (true) {
			Frame frame = this.fork.read();
			if (frame == null) {
				throw new EOFException("The fork has closed its channel");
			}
			switch (frame.type()) {
				case STARTED -> {
					began.run();
					if (this.job.detached()) {
						return ForkOutcome.of(this.process);
					}
				}
				case MESSAGE -> deliver(frame.content());
				case RESULT -> {
					return result(frame.content());
				}
				case FAILED -> {
					return failure(frame.content());
				}
				default -> throw new IOException("A fork must not send " + frame.type());
			}
		}
	}

	private void deliver(byte[] content) {
		Consumer<Object> listener = this.job.options().getListener();
		if (listener == null) {
			return;
		}
		try {
			@Nullable Object message = Payload.read(content, this.job.loader());
			if (message != null) {
				listener.accept(message);
			}
		}
		catch (PayloadException | RuntimeException ex) {
			logger.warn("The listener failed on a message from task %s".formatted(this.job.task()), ex);
		}
	}

	private ForkOutcome result(byte[] content) {
		try {
			return ForkOutcome.of(Payload.read(content, this.job.loader()));
		}
		catch (PayloadException ex) {
			return ForkOutcome.failed(ForkFailures.unreadable(this.job, this.process.pid(), ex), true);
		}
	}

	private ForkOutcome failure(byte[] content) throws IOException {
		try {
			TaskFailure failure = (TaskFailure) Payload.read(content, TaskFailure.class.getClassLoader());
			if (failure == null) {
				throw new IOException("A fork reported a failure without details");
			}
			return ForkOutcome.failed(ForkFailures.told(this.job, this.process.pid(), failure), !failure.error());
		}
		catch (PayloadException ex) {
			throw new IOException("A fork reported a failure that cannot be read", ex);
		}
	}

}
