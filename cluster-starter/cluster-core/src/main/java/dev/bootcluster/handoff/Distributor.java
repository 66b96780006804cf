// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.handoff;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

import dev.bootcluster.Balancer;
import dev.bootcluster.ipc.ConnectionNote;
import dev.bootcluster.ipc.HandoffCode;
import io.netty.channel.unix.FileDescriptor;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Pairs pending connections with workers that have room. Everything happens on one event
 * loop.
 */
final class Distributor implements Intake {

	private static final Log logger = LogFactory.getLog(Distributor.class);

	private final int maxPending;

	private final Outage outage;

	private final ScheduledExecutorService loop;

	private final Rejection rejection;

	private final List<WorkerLink> links = new ArrayList<>();

	/**
	 * Workers that only get connections that belong to them, by their launch numbers.
	 */
	private final Map<Long, WorkerLink> lingering = new HashMap<>();

	/**
	 * Includes connections offered again.
	 */
	private final Waiting pending = new Waiting();

	private Balancer balancer;

	private long accepted;

	private boolean closing;

	private boolean watching;

	private volatile long handoffs;

	private volatile long nanos;

	private volatile int pendingCount;

	Distributor(Balancer balancer, int maxPending, Outage outage, ScheduledExecutorService loop, Rejection rejection) {
		this.balancer = balancer;
		this.maxPending = maxPending;
		this.outage = outage;
		this.loop = loop;
		this.rejection = rejection;
	}

	@Override
	public HandoffStats stats() {
		return new HandoffStats(this.handoffs, this.pendingCount, this.rejection.count(), this.nanos);
	}

	/**
	 * Choose by another balancer from now on.
	 */
	void balancer(Balancer balancer) {
		this.balancer = balancer;
		this.links.forEach((link) -> link.load().forget());
		distribute();
	}

	/**
	 * A connection was accepted.
	 */
	void accepted(FileDescriptor descriptor) {
		AcceptedConnection connection = new AcceptedConnection(this.accepted++, descriptor, 0, System.nanoTime());
		if (this.closing) {
			this.rejection.reject(descriptor);
		}
		else if (this.pending.isEmptyFor(connection) && handOff(connection)) {
			return;
		}
		else if (this.pending.size() < this.maxPending && !this.outage.isTooLong(Duration.ZERO)) {
			this.pending.add(connection);
			this.pendingCount = this.pending.size();
			watch();
		}
		else {
			this.rejection.reject(descriptor);
		}
	}

	/**
	 * Only if the worker that has its session is another one, or one without a session
	 * finds room elsewhere, and new connections may wait as well. Otherwise the
	 * connection is better off where it is served.
	 */
	@Override
	public boolean takesBack(ConnectionNote note, long launch) {
		if (this.closing || this.pending.size() >= Math.max(this.maxPending / 2, 1)) {
			return false;
		}
		boolean hasSession = note.worker() != 0;
		return (hasSession && this.lingering.containsKey(note.worker()))
				|| this.links.stream().anyMatch((link) -> link.launch() != launch && (hasSession || link.hasRoom()));
	}

	@Override
	public void returned(FileDescriptor descriptor, ConnectionNote note, long launch) {
		AcceptedConnection connection = new AcceptedConnection(this.accepted++, descriptor, note, launch);
		if (!this.pending.isEmptyFor(connection) || !handOff(connection)) {
			offerAgain(List.of(connection));
		}
	}

	/**
	 * A worker is ready.
	 */
	@Override
	public void add(WorkerLink link) {
		this.links.add(link);
		this.outage.ready(link);
		this.links.sort(Comparator.comparingInt(WorkerLink::slot).thenComparingLong(WorkerLink::number));
		distribute();
	}

	/**
	 * A worker gets no more connections but those that belong to it.
	 */
	@Override
	public void linger(WorkerLink link) {
		remove(link);
		this.lingering.put(link.launch(), link);
		distribute();
	}

	/**
	 * A worker gets no more connections, but keeps the ones it has not answered yet.
	 */
	@Override
	public void remove(WorkerLink link) {
		this.links.remove(link);
		this.lingering.remove(link.launch());
		this.outage.gone(link);
	}

	/**
	 * A worker's channel closed: connections it did not acknowledge go to others, in
	 * order.
	 */
	@Override
	public void lost(WorkerLink link) {
		remove(link);
		if (!link.unanswered().isEmpty()) {
			logger.debug("Offering %s connections again because worker %s did not acknowledge them"
				.formatted(link.unanswered().size(), link.slot()));
		}
		offerAgain(link.unanswered().removeAll());
	}

	/**
	 * A worker answered the oldest of its unanswered connections.
	 */
	@Override
	public void answered(WorkerLink link, HandoffCode code) {
		if (code == HandoffCode.ROOM) {
			link.room(true);
			distribute();
			return;
		}
		if (link.noteAnswered()) {
			link.room(link.hasRoom() && code == HandoffCode.TAKEN);
			return;
		}
		AcceptedConnection connection = link.answered();
		if (connection == null) {
			throw new IllegalStateException("Worker %s answered a connection it was not sent".formatted(link.slot()));
		}
		if (code == HandoffCode.TAKEN) {
			release(connection.descriptor());
			link.taken();
			if (connection.origin() != 0) {
				link.tally().migratedIn();
			}
			this.handoffs++;
			this.nanos += connection.waited().toNanos();
			distribute();
		}
		else {
			link.refused();
			offerAgain(List.of(connection));
		}
	}

	@Override
	public void bounded(boolean bounded) {
		this.outage.bounded(bounded);
	}

	@Override
	public void unblocked() {
		distribute();
	}

	@Override
	public void hopeless(boolean hopeless) {
		this.outage.hopeless(hopeless);
		rejectImpatient();
	}

	/**
	 * Look after pending connections while there are any.
	 */
	private void watch() {
		if (!this.watching && this.pending.size() > 0) {
			this.watching = true;
			this.loop.schedule(() -> {
				this.watching = false;
				// A balancer may have let them wait.
				distribute();
				rejectImpatient();
				watch();
			}, Math.max(this.outage.timeout().toMillis() / 20, 1), TimeUnit.MILLISECONDS);
		}
	}

	private void rejectImpatient() {
		// As many as can be answered now; the others soon.
		this.pending.takeWhile((connection) -> isImpatient(connection) && this.rejection.canAnswer(), this::reject);
		this.pendingCount = this.pending.size();
	}

	/**
	 * A worker that has a connection's session may be stalled while others serve. A
	 * connection that was another worker's has to be served, however long it takes.
	 */
	private boolean isImpatient(AcceptedConnection connection) {
		Duration waited = connection.waited();
		return this.outage.isTooLong(waited)
				|| (connection.worker() != 0 && waited.compareTo(this.outage.timeout()) >= 0)
				|| (connection.origin() == 0 && this.outage.isTooLongForRoom(waited));
	}

	/**
	 * Reject connections from now on, including pending ones.
	 */
	@Override
	public void close() {
		this.closing = true;
		this.pending.takeWhile((connection) -> true, this::reject);
		this.pendingCount = 0;
	}

	private void reject(AcceptedConnection connection) {
		this.rejection.reject(connection.descriptor(), connection.hasBegun());
	}

	private void offerAgain(Collection<AcceptedConnection> connections) {
		connections.forEach(this.pending::add);
		if (this.closing) {
			close();
		}
		distribute();
		rejectImpatient();
		watch();
	}

	private void distribute() {
		this.pending.handOff(this::handOff);
		this.pendingCount = this.pending.size();
	}

	private boolean handOff(AcceptedConnection connection) {
		@Nullable WorkerLink link = this.lingering.get(connection.worker());
		if (link != null) {
			return link.isAvailable() && link.send(connection);
		}
		while ((link = this.balancer.choose(connection, candidates(connection))) != null) {
			if (link.send(connection)) {
				return true;
			}
		}
		return false;
	}

	/**
	 * A balancer knows where a connection with a session belongs. Another one that was
	 * given back goes to its slot, if that can take it, and not to the worker that gave
	 * it back, if there is another.
	 */
	private List<WorkerLink> candidates(AcceptedConnection connection) {
		if (connection.origin() == 0 || connection.worker() != 0) {
			return this.links;
		}
		List<WorkerLink> others = this.links.stream().filter((link) -> link.launch() != connection.origin()).toList();
		List<WorkerLink> wanted = others.stream()
			.filter((link) -> link.slot() == connection.slot() && link.isAvailable())
			.toList();
		if (!wanted.isEmpty()) {
			return wanted;
		}
		return others.isEmpty() ? this.links : others;
	}

	private static void release(FileDescriptor connection) {
		try {
			connection.close();
		}
		catch (IOException ex) {
			logger.debug("Could not close the primary's copy of a connection", ex);
		}
	}

}
