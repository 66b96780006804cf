// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.testing;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * Keeps clusters that no test uses at the moment for the next one that wants an equal
 * one. Nobody waits for another: when all equal ones are in use, one more is started.
 *
 * @param <C> the type of a cluster
 */
final class ClusterCache<C> implements AutoCloseable {

	private final int capacity;

	private final Lifecycle<C> lifecycle;

	/**
	 * The one that was used last comes first.
	 */
	private final Deque<Idle<C>> idle = new ArrayDeque<>();

	private boolean closed;

	/**
	 * Create a cache.
	 * @param capacity how many clusters may run unused
	 * @param lifecycle starts, judges and stops clusters
	 */
	ClusterCache(int capacity, Lifecycle<C> lifecycle) {
		this.capacity = capacity;
		this.lifecycle = lifecycle;
	}

	/**
	 * Get a cluster that nobody else uses.
	 * @param key what it has to be equal to
	 * @return an intact cluster
	 */
	C take(ClusterKey key) {
		for (C cluster = poll(key); cluster != null; cluster = poll(key)) {
			if (this.lifecycle.isIntact(key, cluster)) {
				return cluster;
			}
			discard(cluster);
		}
		return this.lifecycle.start(key);
	}

	private synchronized @Nullable C poll(ClusterKey key) {
		for (Iterator<Idle<C>> clusters = this.idle.iterator(); clusters.hasNext();) {
			Idle<C> candidate = clusters.next();
			if (candidate.key().equals(key)) {
				clusters.remove();
				return candidate.cluster();
			}
		}
		return null;
	}

	/**
	 * Keep a cluster for others. The one that was not used for longest makes room.
	 * @param key what it is equal to
	 * @param cluster an intact cluster that was taken
	 */
	void giveBack(ClusterKey key, C cluster) {
		C surplus = keep(new Idle<>(key, cluster));
		if (surplus != null) {
			discard(surplus);
		}
	}

	private synchronized @Nullable C keep(Idle<C> cluster) {
		if (this.closed) {
			return cluster.cluster();
		}
		this.idle.addFirst(cluster);
		return (this.idle.size() > this.capacity) ? this.idle.removeLast().cluster() : null;
	}

	/**
	 * Stop a cluster that was taken.
	 * @param cluster the cluster that nobody may get any more
	 */
	void discard(C cluster) {
		this.lifecycle.stop(cluster);
	}

	@Override
	public void close() {
		List<Idle<C>> last;
		synchronized (this) {
			this.closed = true;
			last = new ArrayList<>(this.idle);
			this.idle.clear();
		}
		last.forEach((cluster) -> discard(cluster.cluster()));
	}

	/**
	 * What can be done with clusters.
	 *
	 * @param <C> the type of a cluster
	 */
	interface Lifecycle<C> {

		C start(ClusterKey key);

		boolean isIntact(ClusterKey key, C cluster);

		void stop(C cluster);

	}

	private record Idle<C>(ClusterKey key, C cluster) {

	}

}
