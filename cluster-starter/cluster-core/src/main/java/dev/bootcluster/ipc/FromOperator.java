// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.ipc;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import org.jspecify.annotations.Nullable;

/**
 * What an operator tells the primary on its control socket. An operator is a process of
 * the same user that is no worker, such as the command line. It has one request at a time
 * under way; one that sends another before it has read the answer is turned away.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({ @JsonSubTypes.Type(value = FromOperator.Hello.class, name = FromOperator.HELLO),
		@JsonSubTypes.Type(value = FromOperator.Ask.class, name = "ask"),
		@JsonSubTypes.Type(value = FromOperator.ReadOutput.class, name = "read-output") })
public sealed interface FromOperator extends Message {

	/**
	 * The type of the first message, which tells an operator from a worker. No version
	 * may change it.
	 */
	String HELLO = "operator";

	/**
	 * The first message, answered by {@link ToOperator.Welcome}.
	 *
	 * @param protocol the {@link Protocol} version of the operator's Boot Cluster. With
	 * another one than the primary's, it may ask but give no orders.
	 */
	record Hello(int protocol) implements FromOperator {
	}

	/**
	 * A question about the cluster or an order to it.
	 *
	 * @param id correlates the answer
	 * @param request the request, one of {@link ClusterRequest}
	 */
	record Ask(long id, @Nullable Request<?> request) implements FromOperator {
	}

	/**
	 * Read what workers have printed.
	 *
	 * @param id correlates the answer
	 * @param slot the slot whose workers' output is wanted, {@code null} for all
	 * @param after what the part that was read before says comes next; 0 for the last
	 * lines
	 * @param lines how many lines are wanted at most
	 */
	record ReadOutput(long id, @Nullable Integer slot, long after, int lines) implements FromOperator {
	}

}
