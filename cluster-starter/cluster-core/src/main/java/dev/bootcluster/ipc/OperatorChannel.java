// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.ipc;

/**
 * The primary's end of an operator's connection. Thread-safe.
 */
public interface OperatorChannel {

	/**
	 * Send the answer to the operator's only request. If the operator is gone the answer
	 * is dropped.
	 * @param answer the answer
	 */
	void send(ToOperator answer);

	/**
	 * Send a last answer and close the channel.
	 * @param answer the answer
	 */
	void sendLast(ToOperator answer);

}
