// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.worker;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

import dev.bootcluster.ipc.ConnectionNote;
import dev.bootcluster.ipc.ReturnChannel;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
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

	private static final Log logger = LogFactory.getLog(Departures.class);

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

	/**
	 * How long to wait after a refusal: the primary may have many connections to pass on.
	 */
	private static final long PAUSE = TimeUnit.MILLISECONDS.toNanos(50);

	/**
	 * A primary that has taken none for this long is not going to, unless there is more
	 * time: it may be waiting for a worker that is busy starting.
	 */
	private static final long PATIENCE = TimeUnit.MILLISECONDS.toNanos(300);

	private final HandoffEndpoint endpoint;

	private final AtomicInteger underWay = new AtomicInteger();

	/**
	 * The slots that should have connections although this worker goes on.
	 */
	private final Queue<Integer> wanted = new ConcurrentLinkedQueue<>();

	private final LongAdder moved = new LongAdder();

	private volatile @Nullable ReturnChannel channel;

	private volatile boolean leaving;

	private volatile long patience = PATIENCE;

	/**
	 * Idle connections do not leave that have had no request since then, unless all do.
	 */
	private volatile long activeSince;

	private volatile long refused;

	/**
	 * The first refusal since the primary took a connection.
	 */
	private volatile long refusedSince;

	private volatile boolean refusing;

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
		this.refusing = false;
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
		List<HandedConnection> all = this.endpoint.handedConnections();
		long active = all.stream().filter((connection) -> connection.isActive(since)).count();
		int count = (int) Math.ceil((double) slots.size() * active / Math.max(all.size(), 1));
		giveBack(slots.subList(0, Math.min(count, slots.size())), since);
	}

	private void giveBack(List<Integer> slots, long activeSince) {
		this.wanted.clear();
		this.activeSince = activeSince;
		if (!this.leaving && isPossible()) {
			this.refusing = false;
			this.wanted.addAll(slots);
			moveIdle();
		}
	}

	/**
	 * Move connections that are at rest, as many as should and can now.
	 * @param patienceMillis for how long the primary may take none before they stay
	 */
	void moveIdle(long patienceMillis) {
		this.patience = Math.max(TimeUnit.MILLISECONDS.toNanos(patienceMillis), PATIENCE);
		moveIdle();
	}

	/**
	 * Move connections that are at rest, as many as should and can now.
	 */
	void moveIdle() {
		boolean moved = false;
		for (HandedConnection connection : this.endpoint.handedConnections()) {
			if (!isWaiting()) {
				break;
			}
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
		return (this.leaving || !this.wanted.isEmpty()) && this.underWay.get() < (this.refusing ? 1 : MOST_UNDER_WAY)
				&& (!this.refusing || System.nanoTime() - this.refused >= PAUSE);
	}

	private void accepted() {
		this.moved.increment();
		this.refusing = false;
	}

	private void refused(int slot) {
		this.refused = System.nanoTime();
		if (!this.refusing) {
			this.refusing = true;
			this.refusedSince = this.refused;
		}
		if (this.refused - this.refusedSince >= this.patience) {
			stay();
		}
		else if (!this.leaving) {
			this.wanted.add(slot);
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
		if (!this.refusing) {
			moveIdle();
		}
		else if (later != null) {
			later.schedule(() -> moveIdle(), PAUSE, TimeUnit.NANOSECONDS);
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
		return this.underWay.get() == 0 && !this.refusing;
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
		Departure departure = new Departure(connection, note);
		if (channel == null) {
			departure.refused();
			return;
		}
		channel.send(departure);
	}

	/**
	 * A connection on its way to the primary.
	 */
	private final class Departure implements ReturnChannel.Parcel {

		private final SocketChannel connection;

		private final ConnectionNote note;

		Departure(SocketChannel connection, ConnectionNote note) {
			this.connection = connection;
			this.note = note;
		}

		/**
		 * A channel that is closed while a selector watches it shuts the connection down
		 * for all processes that have it.
		 */
		@Override
		public boolean isReady() {
			if (!this.connection.isRegistered()) {
				return true;
			}
			Departures.this.endpoint.wakePoller();
			return false;
		}

		@Override
		public int descriptor() throws IOException {
			return ReceivedSockets.descriptor(this.connection);
		}

		@Override
		public ConnectionNote note() {
			return this.note;
		}

		@Override
		public void taken() {
			try {
				this.connection.close();
			}
			catch (IOException ex) {
				logger.debug("Could not close this worker's copy of a connection", ex);
			}
			accepted();
			Departures.this.endpoint.left();
			arrived();
		}

		/**
		 * It is served here again.
		 */
		@Override
		public void refused() {
			Departures.this.refused(this.note.slot());
			Departures.this.endpoint.serveAgain(this.connection, this.note);
			arrived();
		}

		private void arrived() {
			if (Departures.this.underWay.decrementAndGet() == 0) {
				goOn();
			}
		}

	}

}
