// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.worker;

import java.nio.channels.SocketChannel;
import java.util.Iterator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

import dev.bootcluster.ipc.ConnectionNote;
import dev.bootcluster.ipc.ReturnChannel;
import org.jspecify.annotations.Nullable;

/**
 * The connections of one of a worker's connectors that move to other workers: which may,
 * which should, and those that are on their way to the primary. Thread-safe.
 */
final class Departures {

	/**
	 * The slot of a connection that should not move.
	 */
	static final int STAYS = -1;

	private static final int ANY_SLOT = 0;

	/**
	 * How many may be on their way before idle ones wait for their turn; meanwhile they
	 * are served here.
	 */
	private static final int MOST_UNDER_WAY = 256;

	/**
	 * A connection without a request for so long is not in use.
	 */
	private static final long ACTIVE_MILLIS = 5000;

	private final HandoffEndpoint endpoint;

	private final AtomicInteger underWay = new AtomicInteger();

	/**
	 * The slots that should have connections although this worker goes on.
	 */
	private final Queue<Integer> wanted = new ConcurrentLinkedQueue<>();

	private final LongAdder moved = new LongAdder();

	private volatile @Nullable ReturnChannel channel;

	private final Refusals refusals = new Refusals(System::nanoTime);

	private volatile boolean leaving;

	/**
	 * Idle connections do not leave that have had no request since then, unless all do.
	 */
	private volatile long activeSince;

	Departures(HandoffEndpoint endpoint) {
		this.endpoint = endpoint;
	}

	/**
	 * Connections can move from now on.
	 */
	void open(ReturnChannel channel) {
		this.channel = channel;
	}

	/**
	 * Return whether connections of this connector can move: those of HTTP/1.1 in plain
	 * text, whose state is empty between two requests.
	 */
	boolean isPossible() {
		ReturnChannel channel = this.channel;
		return channel != null && channel.isOpen() && this.endpoint.isPlainHttp();
	}

	/**
	 * Let all connections leave as soon as they are at rest.
	 * @return whether they can
	 */
	boolean leave() {
		this.refusals.forget();
		this.leaving = isPossible();
		return this.leaving;
	}

	/**
	 * Return whether all connections are leaving. They stay after all if the primary
	 * takes them no longer.
	 */
	boolean isLeaving() {
		return this.leaving && isPossible();
	}

	void stay() {
		this.leaving = false;
		this.wanted.clear();
	}

	/**
	 * Let some connections leave: those at rest now, then others after their answers.
	 * @param slots for each the slot it should go to, 0 if any will do; replaces what is
	 * left of an earlier wish
	 */
	void giveBack(List<Integer> slots) {
		giveBack(slots, 0);
	}

	/**
	 * Let some connections leave that are in use: those whose request waits for a thread
	 * or that are at rest now, then others after their answers.
	 * @param slots for each the slot it should go to, if all connections were in use; as
	 * large a part of those that are will leave
	 */
	void giveBackActive(List<Integer> slots) {
		giveBackActive(slots, System.currentTimeMillis() - ACTIVE_MILLIS);
	}

	/**
	 * @param since since when a connection must have had a request, as
	 * {@link System#currentTimeMillis()}
	 */
	void giveBackActive(List<Integer> slots, long since) {
		List<HandedConnection> all = this.endpoint.handedConnections().toList();
		long active = all.stream().filter((connection) -> connection.isActive(since)).count();
		int count = (int) Math.ceil((double) slots.size() * active / Math.max(all.size(), 1));
		giveBack(slots.subList(0, Math.min(count, slots.size())), since);
	}

	private void giveBack(List<Integer> slots, long activeSince) {
		this.wanted.clear();
		this.activeSince = activeSince;
		if (!this.leaving && isPossible()) {
			this.refusals.forget();
			this.wanted.addAll(slots);
			moveIdle();
		}
	}

	/**
	 * Move connections that are at rest, as many as should and can now.
	 * @param patienceMillis for how long the primary may take none before they stay
	 */
	void moveIdle(long patienceMillis) {
		this.refusals.patience(patienceMillis);
		moveIdle();
	}

	/**
	 * Move connections that are at rest, as many as should and can now.
	 */
	void moveIdle() {
		boolean moved = false;
		// Only as far as necessary: a drain begins anew every few milliseconds.
		Iterator<HandedConnection> connections = this.endpoint.handedConnections().iterator();
		while (isWaiting() && connections.hasNext()) {
			HandedConnection connection = connections.next();
			if (!this.leaving && !connection.isActive(this.activeSince)) {
				continue;
			}
			if (connection.getLock().tryLock()) {
				try {
					int slot = next(connection);
					moved = (slot != STAYS && connection.moveTo(slot)) || moved;
				}
				finally {
					connection.getLock().unlock();
				}
			}
		}
		if (moved) {
			this.endpoint.wakePoller();
		}
	}

	/**
	 * Return whether a connection should move and one can.
	 */
	private boolean isWaiting() {
		int most = this.refusals.isEmpty() ? MOST_UNDER_WAY : 1;
		return (this.leaving || !this.wanted.isEmpty()) && this.underWay.get() < most && !this.refusals.isPause();
	}

	/**
	 * The primary has taken a connection.
	 */
	void taken() {
		this.moved.increment();
		this.refusals.forget();
		this.endpoint.left();
		arrived();
	}

	/**
	 * The primary has refused a connection, which is served here again. If somebody
	 * wished that one goes to a slot, another one will. No wish is what takes it to the
	 * session of its request.
	 */
	void refused(SocketChannel connection, ConnectionNote note) {
		if (this.refusals.add()) {
			stay();
		}
		else if (!this.leaving && this.endpoint.sessions() == null) {
			this.wanted.add(note.slot());
		}
		this.endpoint.serveAgain(connection, note);
		arrived();
	}

	private void arrived() {
		if (this.underWay.decrementAndGet() == 0) {
			goOn();
		}
	}

	/**
	 * The last that was on its way has arrived: those had to wait that were too many at a
	 * time, or that the primary had no room for. A drain looks after its own.
	 */
	private void goOn() {
		if (this.wanted.isEmpty()) {
			return;
		}
		ScheduledExecutorService later = this.endpoint.getUtilityExecutor();
		if (this.refusals.isEmpty()) {
			moveIdle();
		}
		else if (later != null) {
			later.schedule(() -> moveIdle(), Refusals.PAUSE.toMillis(), TimeUnit.MILLISECONDS);
		}
	}

	/**
	 * Decide whether a connection should move now.
	 * @return the slot it should go to, {@link #STAYS} if none
	 */
	int next(HandedConnection connection) {
		if (!isWaiting() || !connection.isAtRest()) {
			return STAYS;
		}
		@Nullable Integer slot = this.leaving ? Integer.valueOf(ANY_SLOT) : this.wanted.poll();
		return (slot != null) ? slot : STAYS;
	}

	/**
	 * Return how many connections are on their way: the worker must not end before the
	 * primary has them.
	 */
	int underWay() {
		return this.underWay.get();
	}

	/**
	 * Return whether none is on its way or has to wait.
	 */
	boolean isCalm() {
		return this.underWay.get() == 0 && this.refusals.isEmpty();
	}

	/**
	 * The number of connections that the primary has taken back.
	 */
	long moved() {
		return this.moved.sum();
	}

	/**
	 * A connection is about to leave the endpoint.
	 */
	void begin() {
		this.underWay.incrementAndGet();
	}

	/**
	 * Send a connection to the primary that has left the endpoint.
	 */
	void send(SocketChannel connection, ConnectionNote note) {
		ReturnChannel channel = this.channel;
		Departure departure = new Departure(this, this.endpoint, connection, note);
		if (channel == null) {
			departure.refused();
			return;
		}
		channel.send(departure);
	}

}
