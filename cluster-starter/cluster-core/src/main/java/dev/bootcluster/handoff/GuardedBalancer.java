// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.handoff;

import java.util.List;

import dev.bootcluster.Balancer;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Keeps faults of the application's balancer from clients: a connection that it fails to
 * assign is assigned in turn.
 */
final class GuardedBalancer implements Balancer {

	private static final Log logger = LogFactory.getLog(GuardedBalancer.class);

	private final Balancer balancer;

	private final Balancer substitute = new RoundRobinBalancer();

	private long faults;

	GuardedBalancer(Balancer balancer) {
		this.balancer = balancer;
	}

	@Override
	public <C extends Candidate> @Nullable C choose(Client client, List<C> candidates) {
		try {
			C chosen = this.balancer.choose(client, candidates);
			if (chosen == null || (candidates.contains(chosen) && chosen.isAvailable())) {
				return chosen;
			}
			fault("has chosen a worker that is not available", null);
		}
		catch (RuntimeException | LinkageError | StackOverflowError | AssertionError ex) {
			fault("has failed: " + ex, ex);
		}
		return this.substitute.choose(client, candidates);
	}

	/**
	 * It may happen with every connection.
	 */
	private void fault(String what, @Nullable Throwable cause) {
		this.faults++;
		if (Long.bitCount(this.faults) == 1) {
			logger.warn("Balancer %s %s; such connections are assigned in turn (%d so far)"
				.formatted(this.balancer.getClass().getName(), what, this.faults), cause);
		}
	}

}
