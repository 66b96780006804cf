// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.handoff;

import java.io.IOException;
import java.net.InetSocketAddress;

import dev.bootcluster.Balancer;
import dev.bootcluster.ipc.DescriptorLimit;
import io.netty.channel.IoEventLoop;
import io.netty.channel.unix.Socket;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * A port that clients connect to and what becomes of its connections. Once it is open, it
 * is used on its event loop only, except for {@link #address()} and
 * {@link Intake#stats()}.
 */
final class Port {

	private static final Log logger = LogFactory.getLog(Port.class);

	private final Listener listener;

	private final Intake intake;

	private final Runnable open;

	private final boolean plainHttp;

	/**
	 * Create a port that does not listen yet.
	 * @param balancer chooses the workers, unless they accept for themselves
	 * @param limit how many connections this process may have open
	 * @param plainHttp whether rejected connections can be answered in plain text
	 * @param passed a socket that listens already, {@code null} for a new one
	 */
	Port(IoEventLoop loop, HandoffSettings settings, Balancer balancer, DescriptorLimit limit, boolean plainHttp,
			@Nullable Socket passed) {
		boolean shared = settings.policy().isShared();
		this.plainHttp = plainHttp;
		Rejection rejection = new Rejection(loop, !plainHttp);
		Outage outage = new Outage(settings.pendingTimeout());
		Distributor distributor = new Distributor(balancer, settings.maxPending(), outage, loop, rejection);
		this.listener = new Listener(loop, shared ? 1 : 64, limit, passed,
				shared ? rejection::reject : distributor::accepted);
		if (shared) {
			SharedIntake intake = new SharedIntake(this.listener, outage, rejection, loop);
			this.intake = intake;
			this.open = intake::open;
		}
		else {
			this.intake = distributor;
			this.open = this.listener::accept;
		}
	}

	boolean isPlainHttp() {
		return this.plainHttp;
	}

	/**
	 * Listen: the kernel takes connections from now on.
	 */
	void bind(InetSocketAddress address, int backlog) throws IOException {
		this.listener.bind(address, backlog);
	}

	/**
	 * Take the connections from the kernel, or leave them to workers that do.
	 */
	void open() {
		this.open.run();
	}

	/**
	 * Choose workers by another balancer from now on.
	 */
	void balancer(Balancer balancer) {
		if (this.intake instanceof Distributor distributor) {
			distributor.balancer(balancer);
		}
	}

	Intake intake() {
		return this.intake;
	}

	InetSocketAddress address() {
		return this.listener.address();
	}

	/**
	 * Return the socket that was passed, {@code null} if it is a new one.
	 */
	@Nullable Socket passed() {
		return this.listener.passed();
	}

	/**
	 * The cluster ends: reject connections, unless the next cluster can have them.
	 */
	void reject() {
		this.listener.leaveToNext();
		this.intake.close();
	}

	/**
	 * Reject what waits for a worker, and listen no more.
	 */
	void stop() {
		this.intake.close();
		this.listener.pause();
		close();
	}

	/**
	 * Close the listening socket, which nothing may be watching.
	 */
	void close() {
		try {
			this.listener.close();
		}
		catch (IOException ex) {
			logger.debug("Could not close the listening socket", ex);
		}
	}

}
