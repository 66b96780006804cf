// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.handoff;

import java.util.List;

import dev.bootcluster.Balancer;
import org.jspecify.annotations.Nullable;

/**
 * Brings a connection to the worker that has its session, and waits while that one cannot
 * take it. If its slot takes no connections, another one stands in for it, the same for
 * all connections of that slot. Connections without a session go to any worker, or with
 * TLS, where no worker can send a request on to another, always to the same one for a
 * client's address.
 */
final class StickyBalancer implements Balancer {

	private final Balancer others;

	private final boolean byAddress;

	/**
	 * Create a balancer.
	 * @param others chooses for connections without a session
	 * @param byAddress whether these are assigned by the client's address instead
	 */
	StickyBalancer(Balancer others, boolean byAddress) {
		this.others = others;
		this.byAddress = byAddress;
	}

	@Override
	public <C extends Candidate> @Nullable C choose(Client client, List<C> candidates) {
		C home = (client.slot() != 0) ? home(client, candidates) : null;
		if (home != null && home.isAvailable()) {
			return home;
		}
		if (client.worker() != 0) {
			return (home != null) ? null : Rendezvous.choose(client.slot(), candidates);
		}
		if (this.byAddress) {
			return Rendezvous.choose(ClientHashBalancer.key(client), candidates);
		}
		return this.others.choose(client, candidates);
	}

	/**
	 * During a reload a slot may have two workers. Candidates are ordered: the newest of
	 * a slot comes last.
	 */
	private static <C extends Candidate> @Nullable C home(Client client, List<C> candidates) {
		C home = null;
		for (int i = 0; i < candidates.size(); i++) {
			C candidate = candidates.get(i);
			if (candidate.number() == client.worker()) {
				return candidate;
			}
			if (candidate.slot() == client.slot()) {
				home = candidate;
			}
		}
		return home;
	}

}
