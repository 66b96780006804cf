// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.ipc;

import dev.bootcluster.ClusterException.Reason;

/**
 * Receives what operators say. Called on the event loop, which it must not block.
 */
public interface OperatorDesk {

	/**
	 * Turns every operator away.
	 */
	OperatorDesk NONE = new OperatorDesk() {

		@Override
		public void received(OperatorChannel channel, FromOperator message) {
			channel.sendLast(
					new ToOperator.Answer(0, Reason.UNAVAILABLE.name(), "This process serves no operators", null));
		}

		@Override
		public void closed(OperatorChannel channel) {
			// It was turned away.
		}
	};

	/**
	 * An operator sent a message; it sends no other before it has read the answer.
	 * @param channel the operator's channel
	 * @param message the message
	 */
	void received(OperatorChannel channel, FromOperator message);

	/**
	 * An operator is gone.
	 * @param channel the operator's channel
	 */
	void closed(OperatorChannel channel);

}
