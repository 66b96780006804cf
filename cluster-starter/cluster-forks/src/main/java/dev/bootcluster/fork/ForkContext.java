// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.fork;

import java.io.Serializable;

/**
 * A task's connection to the process that submitted it.
 */
public interface ForkContext {

	/**
	 * Send a message, such as the task's progress, to the submitter's
	 * {@link ForkOptions.Builder#onMessage} listener. Messages arrive in order and before
	 * the result; this method blocks while the listener cannot keep up. Without a
	 * listener, and in a detached process, messages are discarded.
	 * @param message the message
	 * @throws IllegalArgumentException if it cannot be serialized or is larger than
	 * {@code cluster.forks.max-message-size}
	 */
	void send(Serializable message);

}
