// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.handoff;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntFunction;

import dev.bootcluster.ipc.DescriptorReceiver;
import dev.bootcluster.ipc.HandoffCode;
import dev.bootcluster.ipc.NotePipe;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import org.jspecify.annotations.Nullable;

/**
 * Brings together, in whatever order they arrive, a worker the primary expects, its
 * handoff channels, one for each port, and its readiness. Everything happens on one event
 * loop.
 */
final class WorkerLinks {

	private final Map<Long, Expected> expected = new HashMap<>();

	private final Map<Long, WorkerTally> tallies = new ConcurrentHashMap<>();

	private final IntFunction<@Nullable Intake> intakes;

	private final SlowStart slowStart;

	private final NotePipe notes = new NotePipe();

	/**
	 * Create a meeting place.
	 * @param intakes returns what distributes the connections of the port with a number,
	 * {@code null} if there is no such port
	 */
	WorkerLinks(IntFunction<@Nullable Intake> intakes, SlowStart slowStart) {
		this.intakes = intakes;
		this.slowStart = slowStart;
	}

	void expect(long launch, int slot) {
		Expected worker = new Expected(slot);
		this.expected.put(launch, worker);
		this.tallies.put(launch, worker.tally);
	}

	/**
	 * Return what was counted of each worker; may be called on any thread.
	 */
	Map<Long, WorkerHandoffs> handoffs() {
		Map<Long, WorkerHandoffs> handoffs = new HashMap<>();
		this.tallies.forEach((launch, tally) -> handoffs.put(launch, tally.read()));
		return handoffs;
	}

	/**
	 * Count anew how many connections each gets: something has changed that decides it.
	 */
	void countAnew() {
		this.tallies.values().forEach(WorkerTally::beginAnew);
	}

	void admit(long launch) {
		Expected worker = this.expected.get(launch);
		if (worker != null && !worker.admitted) {
			admitted(worker, true);
			worker.links.values().forEach(WorkerLinks::add);
		}
	}

	/**
	 * Give a worker no more connections of any port but those whose session it has.
	 */
	void linger(long launch) {
		Expected worker = this.expected.get(launch);
		if (worker != null && worker.admitted) {
			worker.links.values().forEach((link) -> link.intake().linger(link));
		}
	}

	/**
	 * Give a worker no more connections of any port.
	 * @return how many descriptors it was sent
	 */
	long release(long launch) {
		Expected worker = this.expected.get(launch);
		if (worker == null) {
			return 0;
		}
		admitted(worker, false);
		worker.links.values().forEach((link) -> link.intake().remove(link));
		return worker.links.values().stream().mapToLong(WorkerLink::sent).sum();
	}

	private void admitted(Expected worker, boolean admitted) {
		if (worker.admitted != admitted) {
			worker.admitted = admitted;
			worker.tally.admitted(admitted);
			countAnew();
		}
	}

	void forget(long launch) {
		Expected worker = this.expected.remove(launch);
		this.tallies.remove(launch);
		if (worker != null && worker.admitted) {
			countAnew();
		}
	}

	WorkerLink connected(long launch, int port, EpollDomainSocketChannel channel) {
		Expected worker = this.expected.get(launch);
		if (worker == null || worker.links.containsKey(port)) {
			throw new IllegalStateException(
					"No worker with launch number %d is expected at port number %d".formatted(launch, port));
		}
		WorkerLink link = new WorkerLink(launch, worker.slot, port, intake(port), channel, this.slowStart, this.notes,
				worker.tally);
		worker.links.put(port, link);
		if (worker.admitted) {
			add(link);
		}
		return link;
	}

	/**
	 * A worker has opened the channel on which it gives connections of a port back.
	 */
	DescriptorReceiver returns(long launch, int port) {
		Expected worker = this.expected.get(launch);
		if (worker == null || !worker.returns.add(port)) {
			throw new IllegalStateException(
					"No worker with launch number %d may give connections of port number %d back".formatted(launch,
							port));
		}
		return new ReturnedConnections(launch, intake(port), worker.tally);
	}

	private Intake intake(int port) {
		Intake intake = this.intakes.apply(port);
		if (intake == null) {
			throw new IllegalStateException("There is no port number %d".formatted(port));
		}
		return intake;
	}

	void answered(WorkerLink link, HandoffCode code) {
		link.intake().answered(link, code);
	}

	/**
	 * A worker that has no channel left has ended or is about to.
	 */
	void lost(WorkerLink link) {
		Expected worker = this.expected.get(link.launch());
		if (worker != null && worker.links.remove(link.port(), link) && worker.links.isEmpty()) {
			forget(link.launch());
		}
		link.intake().lost(link);
	}

	private static void add(WorkerLink link) {
		link.admitted();
		link.intake().add(link);
	}

	/**
	 * A spawned worker.
	 */
	private static final class Expected {

		private final int slot;

		private final Map<Integer, WorkerLink> links = new TreeMap<>();

		private final Set<Integer> returns = new HashSet<>();

		private final WorkerTally tally = new WorkerTally();

		private boolean admitted;

		Expected(int slot) {
			this.slot = slot;
		}

	}

}
