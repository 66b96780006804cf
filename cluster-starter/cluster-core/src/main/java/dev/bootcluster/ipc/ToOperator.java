// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.ipc;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import org.jspecify.annotations.Nullable;

/**
 * What the primary tells an operator on its control socket.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({ @JsonSubTypes.Type(value = ToOperator.Welcome.class, name = "welcome"),
		@JsonSubTypes.Type(value = ToOperator.Answer.class, name = "answer") })
public sealed interface ToOperator extends Message {

	/**
	 * The operator may ask.
	 *
	 * @param protocol the {@link Protocol} version of the primary's Boot Cluster
	 */
	record Welcome(int protocol) implements ToOperator {
	}

	/**
	 * The answer to a request, or, instead of a welcome, a refusal.
	 *
	 * @param id the id of the request, 0 if it has none
	 * @param refusal the kind of refusal, {@code null} on success
	 * @param text the refusal's message
	 * @param result the answer, {@code null} if there is none
	 */
	record Answer(long id, @Nullable String refusal, @Nullable String text,
			@Nullable Object result) implements ToOperator {
	}

}
