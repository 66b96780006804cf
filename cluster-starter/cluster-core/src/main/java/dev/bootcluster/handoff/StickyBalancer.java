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
			return (home != null) ? null : nearest(client.slot(), candidates);
		}
		if (this.byAddress) {
			return nearest(key(client.address().getAddress()), candidates);
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

	/**
	 * The available slot with the greatest weight for a key has it (highest random
	 * weight, Thaler and Ravishankar, 1996): a slot that comes or goes moves only the
	 * keys that it gets or had.
	 */
	private static <C extends Candidate> @Nullable C nearest(long key, List<C> candidates) {
		C nearest = null;
		long greatest = 0;
		for (int i = 0; i < candidates.size(); i++) {
			C candidate = candidates.get(i);
			long weight = weight(key, candidate.slot());
			if (candidate.isAvailable() && (nearest == null || weight >= greatest)) {
				nearest = candidate;
				greatest = weight;
			}
		}
		return nearest;
	}

	private static long weight(long key, int slot) {
		return mix(mix(key) ^ (slot * 0x9E3779B97F4A7C15L));
	}

	private static long key(byte[] address) {
		long key = address.length;
		for (byte octet : address) {
			key = mix(key ^ (octet & 0xFF));
		}
		return key;
	}

	/**
	 * The finalizer of MurmurHash3 in Stafford's variant 13: every bit of the input
	 * changes each bit of the output with a chance of one half.
	 */
	private static long mix(long value) {
		long mixed = (value ^ (value >>> 30)) * 0xBF58476D1CE4E5B9L;
		mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
		return mixed ^ (mixed >>> 31);
	}

}
