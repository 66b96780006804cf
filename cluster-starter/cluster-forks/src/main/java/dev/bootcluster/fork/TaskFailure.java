// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.fork;

import java.io.Serializable;

import dev.bootcluster.fork.ForkFailedException.Reason;
import org.jspecify.annotations.Nullable;

/**
 * Why a task in a fork failed, in a form that every owner can read.
 *
 * @param reason the kind of failure
 * @param problem what went wrong, as the predicate of a sentence about the task
 * @param original the serialized exception, {@code null} if it cannot be serialized
 * @param standIn the same exception without its class
 * @param error whether it is an {@link Error}, after which the state of the JVM is
 * unknown
 */
record TaskFailure(Reason reason, String problem, byte @Nullable [] original, StandInException standIn,
		boolean error) implements Serializable {

	/**
	 * The task threw an exception.
	 */
	static TaskFailure thrown(Throwable thrown, int maxSize) {
		StandInException standIn = StandInException.of(thrown);
		return new TaskFailure(Reason.TASK_FAILED, "threw " + standIn, serialize(thrown, maxSize), standIn,
				thrown instanceof Error);
	}

	/**
	 * The task or its result cannot be transferred.
	 * @param predicate the beginning of a predicate that the exception's message
	 * completes
	 */
	static TaskFailure payload(String predicate, PayloadException failure, int maxSize) {
		Throwable cause = failure.origin();
		return new TaskFailure(failure.reason(), predicate + failure.getMessage(), serialize(cause, maxSize),
				StandInException.of(cause), false);
	}

	private static byte @Nullable [] serialize(Throwable thrown, int maxSize) {
		try {
			return Payload.write(thrown, maxSize);
		}
		catch (PayloadException ex) {
			return null;
		}
	}

	/**
	 * The exception, or its stand-in.
	 * @param loader the application's class loader
	 */
	Throwable cause(ClassLoader loader) {
		if (this.original == null) {
			return this.standIn;
		}
		try {
			return (Payload.read(this.original, loader) instanceof Throwable thrown) ? thrown : this.standIn;
		}
		catch (PayloadException ex) {
			return this.standIn;
		}
	}

}
