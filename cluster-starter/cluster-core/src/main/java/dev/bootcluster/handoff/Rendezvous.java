// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.handoff;

import java.util.List;

import dev.bootcluster.Balancer.Candidate;
import org.jspecify.annotations.Nullable;

/**
 * Assigns keys to slots so that few have to move when slots come or go: each key has an
 * order of all slots, and belongs to the first of them that is available (highest random
 * weight hashing, Thaler and Ravishankar). A lighter worker has as many keys as its
 * weight says. The two workers that a slot may have during a reload share its keys.
 */
final class Rendezvous {

	private Rendezvous() {
	}

	/**
	 * Return the first available candidate in the order of a key.
	 */
	static <C extends Candidate> @Nullable C choose(long key, List<C> candidates) {
		C best = null;
		double slots = 0;
		double workers = 0;
		for (int i = 0; i < candidates.size(); i++) {
			C candidate = candidates.get(i);
			if (!candidate.isAvailable()) {
				continue;
			}
			double slot = score(key, candidate.slot(), candidate.weight());
			double worker = score(~key, candidate.number(), candidate.weight());
			boolean sameSlot = best != null && best.slot() == candidate.slot();
			if (best == null || (sameSlot ? worker > workers : slot > slots)) {
				best = candidate;
				workers = worker;
			}
			else if (!sameSlot) {
				continue;
			}
			slots = sameSlot ? Math.max(slots, slot) : slot;
		}
		return best;
	}

	/**
	 * Return a number that is greater than those of all others with the probability that
	 * the weights say.
	 */
	private static double score(long key, long number, double weight) {
		// From 2^-54 up to, but not including, 1.
		double uniform = ((mixed(key + mixed(number)) >>> 11) + 0.5) * 0x1p-53;
		return -weight / Math.log(uniform);
	}

	/**
	 * Spread the bits of a number (the finalizer of MurmurHash3 as improved by Stafford).
	 */
	static long mixed(long number) {
		long mixed = number + 0x9e3779b97f4a7c15L;
		mixed = (mixed ^ (mixed >>> 30)) * 0xbf58476d1ce4e5b9L;
		mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
		return mixed ^ (mixed >>> 31);
	}

}
