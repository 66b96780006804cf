// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.fork;

import dev.bootcluster.fork.ForkFailedException.Reason;

/**
 * An object cannot be transferred between processes. The message completes a sentence
 * about the object.
 */
final class PayloadException extends Exception {

	private final Reason reason;

	private final Throwable origin;

	PayloadException(Reason reason, String message, Throwable cause) {
		super(message, cause);
		this.reason = reason;
		this.origin = cause;
	}

	Reason reason() {
		return this.reason;
	}

	/**
	 * The exception thrown by serialization itself.
	 */
	Throwable origin() {
		return this.origin;
	}

}
