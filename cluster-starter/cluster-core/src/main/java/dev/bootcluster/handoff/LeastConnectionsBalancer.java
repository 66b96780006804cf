// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.handoff;

/**
 * Chooses the worker with the fewest connections and requests in flight: one that is idle
 * costs its worker less than one that is being served, and counts half. A worker that is
 * lighter than others is as loaded as they are with that fraction of their load.
 */
final class LeastConnectionsBalancer extends LeastBalancer {

	LeastConnectionsBalancer() {
		super(1);
	}

	@Override
	double cost(Candidate candidate) {
		return load(candidate);
	}

	/**
	 * Return the load of a worker with one more connection.
	 */
	static double load(Candidate candidate) {
		return 1.0 + candidate.connections() + candidate.inFlight();
	}

}
