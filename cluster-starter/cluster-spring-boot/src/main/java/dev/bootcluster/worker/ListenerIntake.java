// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.worker;

import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import dev.bootcluster.ipc.DescriptorLimit;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Accepts connections from the shared listening socket. Blocking accepts are woken in
 * FIFO order, which spreads connections across workers far more evenly than epoll.
 */
final class ListenerIntake implements Intake {

	private static final Log logger = LogFactory.getLog(ListenerIntake.class);

	private final HandoffEndpoint endpoint;

	private final DescriptorLimit limit;

	private volatile @Nullable ServerSocketChannel listener;

	private volatile boolean closed;

	ListenerIntake(HandoffEndpoint endpoint, DescriptorLimit limit) {
		this.endpoint = endpoint;
		this.limit = limit;
	}

	@Override
	public boolean reserve() {
		return !this.closed;
	}

	@Override
	public void take(int descriptor) throws IOException {
		ServerSocketChannel listener = ReceivedSockets.listener(descriptor);
		this.listener = listener;
		Thread thread = new Thread(() -> accept(listener), "cluster-accept");
		thread.setDaemon(true);
		this.endpoint.onRoom(() -> LockSupport.unpark(thread));
		thread.start();
	}

	private void accept(ServerSocketChannel listener) {
		while (!this.closed) {
			awaitTurn();
			this.endpoint.awaitRoom();
			try {
				SocketChannel connection = listener.accept();
				boolean last = this.limit.isReachedBy(ReceivedSockets.descriptor(connection));
				this.endpoint.serve(connection);
				if (last) {
					awaitDescriptors();
				}
			}
			catch (ClosedChannelException ex) {
				this.endpoint.unreserve(null);
				return;
			}
			catch (IOException ex) {
				this.endpoint.unreserve(null);
				if (this.limit.hasRoom()) {
					logger.warn("Cannot accept connections, retrying in 1s: " + ex);
					LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(1));
				}
				else {
					awaitDescriptors();
				}
			}
		}
	}

	/**
	 * Wait until there is room for a request.
	 */
	private void awaitTurn() {
		while (!this.endpoint.reserveRequest()) {
			LockSupport.park(this);
		}
	}

	/**
	 * The connections stay with the kernel and the other workers.
	 */
	private void awaitDescriptors() {
		this.limit.warn(logger, "This worker takes no more connections until others end");
		while (!this.closed && !this.limit.hasRoom()) {
			LockSupport.parkNanos(DescriptorLimit.RETRY.toNanos());
		}
	}

	@Override
	public void end() {
		// The end of the control channel is noticed elsewhere.
	}

	/**
	 * Close this worker's copy of the listening socket; the socket itself stays open.
	 */
	@Override
	public void close() {
		this.closed = true;
		ServerSocketChannel listener = this.listener;
		if (listener != null) {
			try {
				listener.close();
			}
			catch (IOException ex) {
				logger.debug("Closing the shared listening socket failed", ex);
			}
		}
	}

}
