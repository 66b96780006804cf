// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster;

import java.net.InetAddress;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Chooses the worker for the next connection. Called for every connection, always on the
 * same thread of the primary, so an implementation must neither block nor allocate much;
 * it may keep state without synchronization. Each port has a balancer of its own.
 * <p>
 * An application may bring its own: a class with a constructor without parameters, whose
 * full name is the value of {@code cluster.balancing}. It runs in the primary, which has
 * no beans of the application. If it throws, or chooses a worker that is not available,
 * that connection is assigned in turn.
 */
public interface Balancer {

	/**
	 * Choose one of the candidates.
	 * @param <C> the type of candidate
	 * @param client whose connection it is
	 * @param candidates all ready workers, ordered by slot and number; the list is only
	 * valid during the call
	 * @return an available candidate, or {@code null} to let the connection wait
	 */
	<C extends Candidate> @Nullable C choose(Client client, List<C> candidates);

	/**
	 * The client of a connection, as far as it is known before a worker has the
	 * connection.
	 */
	interface Client {

		/**
		 * The address that the connection comes from, which may be a proxy's. Asks the
		 * kernel each time.
		 * @return the address, the wildcard address if the client is already gone
		 */
		InetAddress address();

		/**
		 * The slot that the connection belongs to.
		 * @return the slot, 0 if it belongs to none
		 */
		int slot();

		/**
		 * The worker that the connection belongs to, if that one still serves; else any
		 * worker of its slot will do.
		 * @return the worker's {@linkplain Candidate#number() number}, 0 if unknown
		 */
		default long worker() {
			return 0;
		}

	}

	/**
	 * A ready worker as a balancer sees it.
	 */
	interface Candidate {

		/**
		 * The worker's slot, from 1.
		 * @return the slot
		 */
		int slot();

		/**
		 * The worker's own number: during a reload a slot may have two serving workers.
		 * @return a number unique in the cluster, higher for newer workers
		 */
		long number();

		/**
		 * Whether the worker can take another connection now.
		 * @return {@code false} while its credit is used up or after it refused a
		 * connection
		 */
		boolean isAvailable();

		/**
		 * The share of turns the worker takes, relative to a long-serving one.
		 * @return a value above 0 and at most 1 that never decreases
		 */
		double weight();

		/**
		 * The connections of this port that the worker has open, and those on their way
		 * to it. A worker reports them within 20 milliseconds, to policies that look at
		 * them.
		 * @return the number of connections
		 */
		int connections();

		/**
		 * The requests that the worker has begun and not finished, and the connections
		 * that were sent to it since it said so, each of which is likely to carry one.
		 * @return the number of requests
		 */
		int inFlight();

		/**
		 * How long the worker's responses take: an average in which those of the last
		 * seconds count most. An error counts as a second at least. Decays while the
		 * worker has nothing to do.
		 * @return nanoseconds, 0 if none is known
		 */
		long responseNanos();

	}

}
