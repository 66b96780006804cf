// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.fork;

import java.time.Duration;

import dev.bootcluster.fork.ForkFailedException.Reason;

/**
 * Says why a task has no result.
 */
final class ForkFailures {

	private ForkFailures() {
	}

	static ForkFailedException rejected(String task, boolean detached, ForkProperties limits) {
		String message = detached
				? "Task %s is rejected: %d detached processes are running, the maximum of cluster.forks.max-detached"
					.formatted(task, limits.getMaxDetached())
				: ("Task %s is rejected: %d tasks are running or waiting, the maximum of cluster.forks.max=%d and "
						+ "cluster.forks.queue=%d; raise one of them, or submit fewer tasks at a time")
					.formatted(task, limits.getMax() + limits.getQueue(), limits.getMax(), limits.getQueue());
		return new ForkFailedException(Reason.REJECTED, message, null);
	}

	static ForkFailedException unsendable(String task, PayloadException failure) {
		return new ForkFailedException(failure.reason(),
				"Task %s cannot be sent to a fork: %s; a lambda also serializes everything it captures".formatted(task,
						failure.getMessage()),
				failure.origin());
	}

	static ForkFailedException timedOut(ForkJob job, ForkProperties limits) {
		Duration own = job.options().getTimeout();
		String message = (own != null)
				? "Task %s was killed because it ran longer than its timeout of %s".formatted(job.task(), own)
				: ("Task %s was killed because it ran longer than cluster.forks.timeout=%s; "
						+ "raise it, or give the task a timeout of its own")
					.formatted(job.task(), limits.getTimeout());
		return new ForkFailedException(Reason.TIMED_OUT, message, null);
	}

	static ForkFailedException closed(String task) {
		return new ForkFailedException(Reason.CLOSED,
				"Task %s has no result because the application is shutting down".formatted(task), null);
	}

	/**
	 * A failure reported by the fork itself.
	 */
	static ForkFailedException told(ForkJob job, long pid, TaskFailure failure) {
		return new ForkFailedException(failure.reason(),
				"Task %s %s (fork with pid %d)".formatted(job.task(), failure.problem(), pid),
				failure.cause(job.loader()));
	}

	static ForkFailedException unreadable(ForkJob job, long pid, PayloadException failure) {
		return new ForkFailedException(failure.reason(), "The result of task %s cannot be read: %s (fork with pid %d)"
			.formatted(job.task(), failure.getMessage(), pid), failure.origin());
	}

}
