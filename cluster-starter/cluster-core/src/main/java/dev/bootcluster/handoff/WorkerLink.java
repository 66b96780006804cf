// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.handoff;

import java.io.IOException;
import java.util.concurrent.TimeUnit;

import dev.bootcluster.Balancer;
import dev.bootcluster.ipc.ConnectionNote;
import dev.bootcluster.ipc.DescriptorLimit;
import dev.bootcluster.ipc.NotePipe;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.unix.FileDescriptor;
import io.netty.channel.unix.Socket;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * The primary's end of a worker's handoff channel for one port: what was sent and not yet
 * answered. Used on the event loop only.
 */
final class WorkerLink implements Balancer.Candidate {

	private static final Log logger = LogFactory.getLog(WorkerLink.class);

	private final long launch;

	private final int slot;

	private final int port;

	private final Intake intake;

	private final EpollDomainSocketChannel channel;

	private final SlowStart slowStart;

	private final NotePipe notes;

	private final Unanswered unanswered = new Unanswered();

	private boolean room = true;

	private boolean blocked;

	/**
	 * The note of the oldest unanswered connection has been answered, not the connection.
	 */
	private boolean noteAnswered;

	/**
	 * The worker has its note already.
	 */
	private @Nullable AcceptedConnection owed;

	private long sent;

	private final ReportedLoad load;

	private final WorkerTally tally;

	private @Nullable Long admitted;

	private double weight = SlowStart.MIN_WEIGHT;

	/**
	 * Create a link.
	 * @param launch the worker's launch number
	 * @param slot its slot
	 * @param port the number of the port whose connections the link carries
	 * @param intake what distributes these
	 * @param notes writes the notes of connections
	 * @param tally counts what becomes of the worker's connections
	 */
	WorkerLink(long launch, int slot, int port, Intake intake, EpollDomainSocketChannel channel, SlowStart slowStart,
			NotePipe notes, WorkerTally tally) {
		this.launch = launch;
		this.slot = slot;
		this.port = port;
		this.intake = intake;
		this.channel = channel;
		this.slowStart = slowStart;
		this.notes = notes;
		this.tally = tally;
		this.load = new ReportedLoad(slowStart::now);
	}

	long launch() {
		return this.launch;
	}

	int port() {
		return this.port;
	}

	Intake intake() {
		return this.intake;
	}

	@Override
	public int slot() {
		return this.slot;
	}

	@Override
	public long number() {
		return this.launch;
	}

	@Override
	public boolean isAvailable() {
		return this.room && !this.blocked && this.owed == null && !this.unanswered.isFull() && this.channel.isActive();
	}

	@Override
	public double weight() {
		// A full weight stays full: no need to read the clock any more.
		if (this.weight < 1 && this.admitted != null) {
			this.weight = this.slowStart.weight(this.admitted);
		}
		return this.weight;
	}

	@Override
	public int connections() {
		return this.load.connections() + this.unanswered.size();
	}

	@Override
	public int inFlight() {
		return this.load.inFlight() + this.unanswered.size();
	}

	@Override
	public long responseNanos() {
		return this.load.responseNanos(inFlight() == 0);
	}

	ReportedLoad load() {
		return this.load;
	}

	/**
	 * The worker took a connection.
	 */
	void taken() {
		this.load.taken();
		this.tally.handedOff();
		this.unanswered.taken();
	}

	/**
	 * The worker declined a connection.
	 */
	void refused() {
		this.tally.refused();
		this.unanswered.refused();
		room(false);
	}

	/**
	 * The worker gets connections from now on. Only the first call counts: a resumed
	 * worker is not new.
	 */
	void admitted() {
		if (this.admitted == null) {
			this.admitted = this.slowStart.now();
		}
	}

	/**
	 * Send a connection. The primary's copy stays open until the worker answers.
	 * @return {@code false} if the worker cannot be reached now; the caller keeps the
	 * connection
	 */
	boolean send(AcceptedConnection connection) {
		if (!sendNote(connection.note())) {
			this.blocked = true;
			retryLater();
			return false;
		}
		if (!sendDescriptor(connection.descriptor().intValue())) {
			this.blocked = true;
			if (connection.note() == null) {
				closeIfSilent();
				return false;
			}
			// The worker would take the next connection for the one the note is about.
			this.owed = connection;
			retryLater();
		}
		this.unanswered.add(connection);
		return true;
	}

	private void closeIfSilent() {
		if (this.unanswered.isEmpty()) {
			// No answer will ever arrive to report room.
			this.channel.close();
		}
	}

	/**
	 * No descriptor is left for a note, or too many are in transit, and that may pass.
	 */
	private void retryLater() {
		this.channel.eventLoop().schedule(this::retry, DescriptorLimit.RETRY.toMillis(), TimeUnit.MILLISECONDS);
	}

	private void retry() {
		if (!this.channel.isActive()) {
			return;
		}
		if (this.owed != null && !sendDescriptor(this.owed.descriptor().intValue())) {
			retryLater();
			return;
		}
		this.owed = null;
		this.blocked = false;
		this.intake.unblocked();
	}

	private boolean sendNote(@Nullable ConnectionNote note) {
		if (note == null) {
			return true;
		}
		try {
			FileDescriptor pipe = this.notes.write(note);
			try {
				return sendDescriptor(pipe.intValue());
			}
			finally {
				NotePipe.close(pipe);
			}
		}
		catch (IOException ex) {
			logger.debug("The note of a connection cannot be written", ex);
			return false;
		}
	}

	/**
	 * Send a descriptor that is not a connection, so there is no copy to keep.
	 */
	boolean sendDescriptor(int descriptor) {
		try {
			if (this.channel.fd() instanceof Socket socket && socket.sendFd(descriptor) > 0) {
				this.sent++;
				return true;
			}
			return false;
		}
		catch (IOException ex) {
			// The worker is gone; its end is reported as an event.
			return false;
		}
	}

	/**
	 * The worker answered a descriptor.
	 * @return whether it was a note, whose connection has its own answer
	 */
	boolean noteAnswered() {
		AcceptedConnection oldest = this.unanswered.oldest();
		this.noteAnswered = oldest != null && oldest.note() != null && !this.noteAnswered;
		return this.noteAnswered;
	}

	/**
	 * The worker answered the oldest connection.
	 */
	@Nullable AcceptedConnection answered() {
		this.blocked = false;
		return this.unanswered.remove();
	}

	Unanswered unanswered() {
		return this.unanswered;
	}

	boolean hasRoom() {
		return this.room;
	}

	void room(boolean room) {
		this.room = room;
	}

	WorkerTally tally() {
		return this.tally;
	}

	long sent() {
		return this.sent;
	}

}
