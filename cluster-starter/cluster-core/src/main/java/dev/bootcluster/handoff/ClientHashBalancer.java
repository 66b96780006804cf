// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.handoff;

import java.util.List;

import dev.bootcluster.Balancer;
import org.jspecify.annotations.Nullable;

/**
 * Chooses the slot that the client's address stands for.
 */
final class ClientHashBalancer implements Balancer {

	@Override
	public <C extends Candidate> @Nullable C choose(Client client, List<C> candidates) {
		return Rendezvous.choose(key(client), candidates);
	}

	/**
	 * Return a number for the client's address.
	 */
	static long key(Client client) {
		long key = 0;
		for (byte part : client.address().getAddress()) {
			key = Rendezvous.mixed(key ^ (part & 0xff));
		}
		return key;
	}

}
