// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.handoff;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import dev.bootcluster.ipc.DescriptorLimit;
import io.netty.channel.IoEvent;
import io.netty.channel.IoEventLoop;
import io.netty.channel.IoRegistration;
import io.netty.channel.epoll.EpollIoHandle;
import io.netty.channel.epoll.EpollIoOps;
import io.netty.channel.unix.Errors.NativeIoException;
import io.netty.channel.unix.FileDescriptor;
import io.netty.channel.unix.Socket;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * The socket clients connect to. It accepts bare descriptors: a Netty channel would cost
 * four system calls per connection that is only passed on.
 * <p>
 * Used on its event loop only, except for {@link #address()} and {@link #descriptor()}.
 */
final class Listener implements EpollIoHandle {

	private static final Log logger = LogFactory.getLog(Listener.class);

	private static final int IPPROTO_TCP = 6;

	/**
	 * The kernel holds a connection until its first bytes arrive, or for a second: in
	 * HTTP, with or without TLS, the client speaks first. The worker can then serve the
	 * connection at once instead of waiting again (tcp(7); Apache httpd does the same).
	 */
	private static final int TCP_DEFER_ACCEPT = 9;

	/**
	 * This process has no descriptor left (accept(2)).
	 */
	private static final int EMFILE = -24;

	/**
	 * Room for the client's address, filled by the native method: a {@code sockaddr_in6}
	 * and its length.
	 */
	private final byte[] remote = new byte[26];

	private final IoEventLoop loop;

	private final Consumer<FileDescriptor> acceptor;

	private final DescriptorLimit limit;

	private final Socket socket;

	private final boolean passed;

	private final int batch;

	private boolean accepting;

	private boolean held;

	private @Nullable IoRegistration registration;

	/**
	 * Create a new listener.
	 * @param loop the loop that accepts
	 * @param batch how many connections to accept before the loop's other work gets a
	 * turn; 1 if the socket is shared with a process that may make it blocking
	 * @param limit how many connections this process may have open
	 * @param passed a socket that listens already and stays open, {@code null} for a new
	 * one
	 * @param acceptor takes ownership of the connections
	 */
	Listener(IoEventLoop loop, int batch, DescriptorLimit limit, @Nullable Socket passed,
			Consumer<FileDescriptor> acceptor) {
		this.loop = loop;
		this.limit = limit;
		this.acceptor = acceptor;
		this.passed = passed != null;
		this.socket = (passed != null) ? passed : Socket.newSocketStream();
		this.batch = (passed == null || PassedSockets.isNonBlocking(passed)) ? batch : 1;
	}

	/**
	 * Listen, without accepting yet.
	 */
	void bind(InetSocketAddress address, int backlog) throws IOException {
		if (this.passed) {
			this.socket.setIntOpt(IPPROTO_TCP, TCP_DEFER_ACCEPT, 1);
			return;
		}
		this.socket.setReuseAddress(true);
		this.socket.bind(address);
		this.socket.setIntOpt(IPPROTO_TCP, TCP_DEFER_ACCEPT, 1);
		this.socket.listen(backlog);
	}

	InetSocketAddress address() {
		return this.socket.localAddress();
	}

	int descriptor() {
		return this.socket.intValue();
	}

	/**
	 * Return the socket that was passed, {@code null} if it is a new one.
	 */
	@Nullable Socket passed() {
		return this.passed ? this.socket : null;
	}

	@Override
	public FileDescriptor fd() {
		return this.socket;
	}

	/**
	 * Accept from now on.
	 */
	void accept() {
		if (this.held) {
			return;
		}
		this.accepting = true;
		this.loop.register(this).addListener((registered) -> {
			if (registered.isSuccess()) {
				watch((IoRegistration) registered.getNow());
			}
			else if (this.socket.isOpen()) {
				logger.error("Cannot watch the listening socket", registered.cause());
			}
		});
	}

	private void watch(IoRegistration registration) {
		if (this.accepting) {
			this.registration = registration;
			registration.submit(EpollIoOps.EPOLLIN);
		}
		else {
			registration.cancel();
		}
	}

	/**
	 * Accept no more at all if the socket outlives this process: what connects from now
	 * on waits for the next one.
	 */
	void leaveToNext() {
		if (this.passed) {
			this.held = true;
			pause();
		}
	}

	/**
	 * Accept no more until asked to again. The registration ends because one that watches
	 * nothing cannot be made to watch again (Netty 4.2.15).
	 */
	void pause() {
		this.accepting = false;
		IoRegistration registration = this.registration;
		if (registration != null) {
			registration.cancel();
			this.registration = null;
		}
	}

	@Override
	public void handle(IoRegistration registration, IoEvent event) {
		try {
			int connection;
			for (int i = 0; i < this.batch && (connection = this.socket.accept(this.remote)) != -1; i++) {
				this.acceptor.accept(new FileDescriptor(connection));
				if (this.limit.isReachedBy(connection)) {
					pauseForLackOfDescriptors();
					return;
				}
			}
		}
		catch (IOException ex) {
			if (ex instanceof NativeIoException failed && failed.expectedErr() == EMFILE) {
				pauseForLackOfDescriptors();
			}
			else {
				logger.warn("Cannot accept connections; trying again in 1s: " + ex);
				pause(Duration.ofSeconds(1));
			}
		}
	}

	private void pauseForLackOfDescriptors() {
		this.limit.warn(logger, "New connections wait until others end");
		pause(DescriptorLimit.RETRY);
	}

	/**
	 * Out of descriptors or memory: the kernel keeps the connections, so wait instead of
	 * spinning.
	 */
	private void pause(Duration time) {
		pause();
		this.accepting = true;
		this.loop.schedule(this::acceptAgain, time.toMillis(), TimeUnit.MILLISECONDS);
	}

	private void acceptAgain() {
		if (!this.accepting || this.registration != null) {
			return;
		}
		if (this.limit.hasRoom()) {
			accept();
		}
		else {
			pause(DescriptorLimit.RETRY);
		}
	}

	@Override
	public void close() throws IOException {
		if (!this.passed) {
			this.socket.close();
		}
	}

}
