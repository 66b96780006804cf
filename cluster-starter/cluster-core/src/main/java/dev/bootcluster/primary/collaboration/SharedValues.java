// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.primary.collaboration;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

import dev.bootcluster.ClusterException;
import dev.bootcluster.ClusterException.Reason;
import dev.bootcluster.ipc.ControlChannel;
import dev.bootcluster.ipc.FromPrimary;
import dev.bootcluster.ipc.FromWorker;
import dev.bootcluster.ipc.SharedValueState;
import dev.bootcluster.primary.fleet.WorkerHandle;
import dev.bootcluster.primary.fleet.WorkerPool;
import org.jspecify.annotations.Nullable;

/**
 * The values that one worker computes for all. A worker that does not read its messages
 * gets the newest values once it does.
 */
final class SharedValues {

	static final int MAX_VALUES = 1000;

	private final WorkerPool pool;

	private final Map<String, Entry> entries = new HashMap<>();

	/**
	 * The names whose newest value each worker has yet to be told.
	 */
	private final Map<WorkerHandle, Set<String>> owed = new HashMap<>();

	SharedValues(WorkerPool pool) {
		this.pool = pool;
	}

	/**
	 * A worker needs a value. If there is none yet, the first worker to ask computes it.
	 */
	SharedValueState ask(WorkerHandle worker, String name) {
		Entry entry = this.entries.get(name);
		if (entry != null && entry.value() != null) {
			return new SharedValueState(entry.value(), false);
		}
		if (entry == null && this.entries.size() >= MAX_VALUES) {
			throw new ClusterException(Reason.INVALID,
					"Shared value '%s' exceeds the limit of %d shared values".formatted(name, MAX_VALUES));
		}
		boolean compute = entry == null || !entry.isBeingComputed() || entry.by() == worker;
		if (compute) {
			this.entries.put(name, new Entry(null, worker));
		}
		return new SharedValueState(null, compute);
	}

	/**
	 * A worker has computed a value or failed to.
	 */
	void computed(WorkerHandle worker, FromWorker.Computed computed) {
		Entry entry = this.entries.get(computed.name());
		FromPrimary.Shared before = (entry != null) ? entry.value() : null;
		if (computed.value() == null) {
			if (entry != null && entry.by() == worker) {
				this.entries.put(computed.name(), new Entry(before, null));
			}
			return;
		}
		long version = (before != null) ? before.version() + 1 : 1;
		this.entries.put(computed.name(),
				new Entry(new FromPrimary.Shared(computed.name(), version, computed.value()), null));
		for (WorkerHandle receiver : this.pool.workers()) {
			this.owed.computeIfAbsent(receiver, (key) -> new HashSet<>()).add(computed.name());
			pay(receiver);
		}
	}

	/**
	 * A worker that did not read its messages may be reading again.
	 */
	void pay(WorkerHandle worker) {
		Set<String> names = this.owed.get(worker);
		ControlChannel<FromPrimary> channel = worker.channel();
		if (names != null && channel != null) {
			names.removeIf((name) -> offer(channel, name));
		}
	}

	void gone(WorkerHandle worker) {
		this.owed.remove(worker);
	}

	private boolean offer(ControlChannel<FromPrimary> channel, String name) {
		Entry entry = this.entries.get(name);
		return entry == null || entry.value() == null || channel.offer(entry.value());
	}

	/**
	 * What is known about a name.
	 *
	 * @param value the newest value, {@code null} if there was none
	 * @param by the worker computing the first value, {@code null} if none is
	 */
	private record Entry(FromPrimary.@Nullable Shared value, @Nullable WorkerHandle by) {

		boolean isBeingComputed() {
			return this.by != null && this.by.isAlive();
		}

	}

}
