// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.primary.supervision;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Decides which workers give how many of their connections to which others, so that all
 * have about as many. It begins when one has clearly more or fewer than its share and
 * goes on until none has: what lies between is left alone.
 */
final class Evening {

	/**
	 * How far from its share a worker must be before anything moves.
	 */
	static final double BEGIN = 0.2;

	/**
	 * How near to its share each worker must be before nothing moves any more.
	 */
	static final double END = 0.1;

	/**
	 * A few connections more or less are no burden.
	 */
	static final int FEW = 4;

	/**
	 * How many connections move at a time, all workers together: as many as a drain moves
	 * in about a second, so that after a reload two steps are enough for 10,000.
	 */
	static final int MOST = 5000;

	private boolean under;

	/**
	 * Decide what moves now.
	 * @param connections the open connections of each slot
	 * @return for each slot that gives connections, the slots that should have them, one
	 * for each connection
	 */
	Map<Integer, List<Integer>> decide(Map<Integer, Long> connections) {
		long total = connections.values().stream().mapToLong(Long::longValue).sum();
		double share = (double) total / Math.max(connections.size(), 1);
		double allowed = Math.max(share * (this.under ? END : BEGIN), FEW);
		this.under = connections.size() > 1
				&& connections.values().stream().anyMatch((count) -> Math.abs(count - share) > allowed);
		return this.under ? moves(connections, share) : Map.of();
	}

	/**
	 * Takes connections from those above the share, one from each in turn, and gives them
	 * to those below, so that the bound hits all alike.
	 */
	private static Map<Integer, List<Integer>> moves(Map<Integer, Long> connections, double share) {
		List<Integer> givers = places(connections, (long) Math.ceil(share), 1);
		List<Integer> takers = places(connections, (long) Math.floor(share), -1);
		Map<Integer, List<Integer>> moves = new LinkedHashMap<>();
		for (int i = 0; i < Math.min(Math.min(givers.size(), takers.size()), MOST); i++) {
			moves.computeIfAbsent(givers.get(i), (slot) -> new ArrayList<>()).add(takers.get(i));
		}
		return moves;
	}

	/**
	 * Return each slot as often as it has connections beyond the share, or below it.
	 */
	private static List<Integer> places(Map<Integer, Long> connections, long share, int sign) {
		List<Place> places = new ArrayList<>();
		connections.forEach((slot, count) -> {
			long beyond = Math.min((count - share) * sign, MOST);
			for (int turn = 0; turn < beyond; turn++) {
				places.add(new Place(slot, turn));
			}
		});
		return places.stream()
			.sorted(Comparator.comparingInt(Place::turn).thenComparingInt(Place::slot))
			.map(Place::slot)
			.toList();
	}

	/**
	 * A connection too many or too few.
	 *
	 * @param slot the slot that has it, or has not
	 * @param turn its number among those of the slot
	 */
	private record Place(int slot, int turn) {

	}

}
