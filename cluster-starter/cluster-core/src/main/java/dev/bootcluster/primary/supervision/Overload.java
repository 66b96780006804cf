// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.primary.supervision;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Decides which overloaded workers give how many of their connections to which others,
 * even if all have as many. Until a worker has recovered, it gets none back.
 */
final class Overload {

	/**
	 * The part of its connections that a worker gives at a time.
	 */
	static final double STEP = 0.2;

	/**
	 * The part of an even share that it keeps in any case.
	 */
	static final double LEAST = 0.25;

	private final Map<Integer, Strain> strains = new HashMap<>();

	/**
	 * A worker has reported.
	 * @param slot its slot
	 * @param burdens the latest reports of all slots
	 * @return whether it has recovered just now, after it gave connections away
	 */
	boolean report(int slot, Map<Integer, Burden> burdens, Duration now) {
		Burden burden = burdens.get(slot);
		return burden != null && strain(slot).report(burden, others(slot, burdens), now);
	}

	/**
	 * There is another worker in a slot, or none.
	 */
	void forget(int slot) {
		this.strains.remove(slot);
	}

	/**
	 * What workers report does not count now, as during a reload.
	 */
	void interrupt() {
		this.strains.values().forEach(Strain::interrupt);
	}

	/**
	 * Return whether the worker of a slot must not have as many connections as others.
	 */
	boolean isHeld(int slot) {
		return strain(slot).isHeld();
	}

	/**
	 * Decide what moves now.
	 * @param burdens the latest reports of all slots
	 * @return what each overloaded worker gives, by slot
	 */
	Map<Integer, Relief> decide(Map<Integer, Burden> burdens, Duration now) {
		Map<Integer, Relief> reliefs = new TreeMap<>();
		List<Taker> takers = takers(burdens);
		double share = burdens.values().stream().mapToLong(Burden::connections).average().orElse(0);
		long left = takers.isEmpty() ? 0 : Evening.MOST;
		for (Map.Entry<Integer, Burden> entry : new TreeMap<>(burdens).entrySet()) {
			int slot = entry.getKey();
			Burden burden = entry.getValue();
			long spare = burden.connections() - (long) Math.ceil(share * LEAST);
			int count = (int) Math.min(Math.min(Math.ceil(burden.connections() * STEP), spare), left);
			if (count > 0 && strain(slot).mayGive(now)) {
				List<Integer> targets = targets(takers, count, (double) burden.work() / burden.connections());
				left -= count;
				reliefs.put(slot,
						new Relief(targets, strain(slot).gives(now), burden.comparedWith(others(slot, burdens))));
			}
		}
		return reliefs;
	}

	private List<Taker> takers(Map<Integer, Burden> burdens) {
		List<Taker> takers = new ArrayList<>();
		burdens.forEach((slot, burden) -> {
			if (strain(slot).isCalm()) {
				takers.add(new Taker(slot, burden));
			}
		});
		return takers;
	}

	/**
	 * Each connection goes to whom it burdens least, unless that has so many already that
	 * they would have to be evened out again.
	 */
	private static List<Integer> targets(List<Taker> takers, int count, double work) {
		double even = (takers.stream().mapToLong((taker) -> taker.connections).sum() + count) / (double) takers.size();
		double allowed = Math.max(even * (1 + Evening.END), even + 1);
		List<Integer> targets = new ArrayList<>();
		for (int i = 0; i < count; i++) {
			Taker taker = takers.stream()
				.filter((candidate) -> candidate.connections < allowed)
				.min(Comparator.<Taker>comparingDouble((candidate) -> candidate.work)
					.thenComparingLong((candidate) -> candidate.connections)
					.thenComparingInt((candidate) -> candidate.slot))
				.orElseThrow();
			taker.take(work);
			targets.add(taker.slot);
		}
		return targets;
	}

	private Strain strain(int slot) {
		return this.strains.computeIfAbsent(slot, (number) -> new Strain());
	}

	private static Collection<Burden> others(int slot, Map<Integer, Burden> burdens) {
		return burdens.entrySet().stream().filter((entry) -> entry.getKey() != slot).map(Map.Entry::getValue).toList();
	}

	/**
	 * What an overloaded worker gives away.
	 *
	 * @param targets for each connection the slot that should have it
	 * @param first whether it has given none since it is overloaded
	 * @param because in what it is overloaded
	 */
	record Relief(List<Integer> targets, boolean first, String because) {

	}

	/**
	 * A worker that can take more, and what it has been given.
	 */
	private static final class Taker {

		private final int slot;

		private long connections;

		private double work;

		Taker(int slot, Burden burden) {
			this.slot = slot;
			this.connections = burden.connections();
			this.work = burden.work();
		}

		void take(double work) {
			this.connections++;
			this.work += work;
		}

	}

}
