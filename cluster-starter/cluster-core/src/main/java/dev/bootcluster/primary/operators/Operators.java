// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.primary.operators;

import java.util.HashMap;
import java.util.Map;

import dev.bootcluster.Cluster;
import dev.bootcluster.ClusterException;
import dev.bootcluster.ClusterException.Reason;
import dev.bootcluster.ipc.ClusterRequest;
import dev.bootcluster.ipc.FromOperator;
import dev.bootcluster.ipc.OperatorChannel;
import dev.bootcluster.ipc.Protocol;
import dev.bootcluster.ipc.Request;
import dev.bootcluster.ipc.ToOperator;
import dev.bootcluster.ipc.Wire;
import dev.bootcluster.process.RecentOutput;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * The operators that are connected, each with the version of its Boot Cluster. They may
 * do what the endpoint lets those do who may see and change the cluster, and read what
 * workers print. They are no workers: nothing counts them, and nothing waits for them.
 */
public final class Operators {

	/**
	 * How many operators may be connected at a time.
	 */
	static final int MAX = 16;

	/**
	 * How much of the workers' output fits in a frame, even if JSON escapes every
	 * character.
	 */
	private static final int CHARACTERS = 512 * 1024;

	private static final Log logger = LogFactory.getLog(Operators.class);

	private final Cluster cluster;

	private final RecentOutput output;

	private final Map<OperatorChannel, Integer> protocols = new HashMap<>();

	/**
	 * Create a desk for operators.
	 * @param cluster answers questions and carries out orders
	 * @param output what workers print
	 */
	public Operators(Cluster cluster, RecentOutput output) {
		this.cluster = cluster;
		this.output = output;
	}

	/**
	 * An operator sent a message. It always gets an answer.
	 */
	public void received(OperatorChannel channel, FromOperator message) {
		if (message instanceof FromOperator.Hello hello) {
			hello(channel, hello.protocol());
			return;
		}
		Integer protocol = this.protocols.get(channel);
		if (protocol == null) {
			channel.sendLast(refusal(0, Reason.INVALID, "An operator says hello first"));
		}
		else if (message instanceof FromOperator.Ask ask) {
			channel.send(answer(ask, protocol));
		}
		else if (message instanceof FromOperator.ReadOutput read) {
			channel.send(new ToOperator.Answer(read.id(), null, null,
					Wire.toJson(this.output.read(read.slot(), read.after(), read.lines(), CHARACTERS))));
		}
	}

	/**
	 * An operator is gone.
	 */
	public void closed(OperatorChannel channel) {
		this.protocols.remove(channel);
	}

	private void hello(OperatorChannel channel, int protocol) {
		if (this.protocols.size() == MAX && !this.protocols.containsKey(channel)) {
			channel.sendLast(refusal(0, Reason.CONFLICT,
					"%d operators are connected to this cluster, and no more may be".formatted(MAX)));
			return;
		}
		this.protocols.put(channel, protocol);
		channel.send(new ToOperator.Welcome(Protocol.VERSION));
	}

	private ToOperator.Answer answer(FromOperator.Ask ask, int protocol) {
		@Nullable Request<?> request = ask.request();
		if (!(request instanceof ClusterRequest<?> wanted)) {
			return refusal(ask.id(), Reason.INVALID, "Only a worker may ask for " + name(request));
		}
		if (protocol != Protocol.VERSION && !isQuestion(wanted)) {
			return refusal(ask.id(), Reason.CONFLICT,
					("The running cluster is of another version of Boot Cluster (protocol %d) than this command line "
							+ "(protocol %d), which may therefore look but change nothing")
						.formatted(Protocol.VERSION, protocol));
		}
		try {
			@Nullable Object result = wanted.perform(this.cluster);
			return new ToOperator.Answer(ask.id(), null, null, (result != null) ? Wire.toJson(result) : null);
		}
		catch (ClusterException ex) {
			return refusal(ask.id(), ex.getReason(), String.valueOf(ex.getMessage()));
		}
		catch (Throwable ex) {
			logger.error("Could not answer request %s from an operator".formatted(name(request)), ex);
			return refusal(ask.id(), Reason.UNAVAILABLE, "The primary failed: " + ex);
		}
	}

	private static boolean isQuestion(ClusterRequest<?> request) {
		return request instanceof ClusterRequest.Info || request instanceof ClusterRequest.LastReload
				|| request instanceof ClusterRequest.Events;
	}

	private static ToOperator.Answer refusal(long id, Reason reason, String text) {
		return new ToOperator.Answer(id, reason.name(), text, null);
	}

	private static String name(@Nullable Request<?> request) {
		return (request != null) ? request.getClass().getSimpleName() : "nothing";
	}

}
