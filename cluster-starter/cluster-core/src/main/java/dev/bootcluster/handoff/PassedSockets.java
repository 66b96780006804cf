// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.handoff;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

import io.netty.channel.unix.Socket;
import org.jspecify.annotations.Nullable;

/**
 * The listening sockets that a service manager has passed to this process
 * (sd_listen_fds(3)). They belong to it: it keeps them open when this process ends, and
 * clients wait in their queues for the next one. So they are never closed here.
 */
final class PassedSockets {

	private static final int SOL_SOCKET = 1;

	private static final int SO_TYPE = 3;

	private static final int SO_ACCEPTCONN = 30;

	private static final int SO_DOMAIN = 39;

	private static final int SOCK_STREAM = 1;

	private static final int AF_INET = 2;

	private static final int AF_INET6 = 10;

	private static final int O_NONBLOCK = 04000;

	/**
	 * Those that serve no port.
	 */
	private final List<Socket> sockets = new ArrayList<>();

	/**
	 * Look at the sockets.
	 * @param descriptors their descriptors
	 * @throws PassedSocketException if one is not what it must be
	 */
	PassedSockets(List<Integer> descriptors) throws PassedSocketException {
		for (int descriptor : descriptors) {
			this.sockets.add(checked(descriptor));
		}
	}

	private static Socket checked(int descriptor) throws PassedSocketException {
		String problem;
		try {
			// It looks at the descriptor without changing it.
			Socket socket = new Socket(descriptor);
			problem = problem(socket);
			if (problem == null) {
				return socket;
			}
		}
		catch (IOException | RuntimeException ex) {
			problem = "is not a socket (%s)".formatted(ex.getMessage());
		}
		throw new PassedSocketException(
				"cannot be opened: descriptor %d, passed by the service manager, %s".formatted(descriptor, problem),
				"Pass TCP sockets that listen: ListenStream= with a port and Accept=no in the .socket unit, and no "
						+ "other kind of socket in a unit for this service");
	}

	private static @Nullable String problem(Socket socket) throws IOException {
		int domain = socket.getIntOpt(SOL_SOCKET, SO_DOMAIN);
		if (domain != AF_INET && domain != AF_INET6) {
			return "is not an internet socket (address family %d)".formatted(domain);
		}
		int type = socket.getIntOpt(SOL_SOCKET, SO_TYPE);
		if (type != SOCK_STREAM) {
			return "is not a stream socket (type %d)".formatted(type);
		}
		return (socket.getIntOpt(SOL_SOCKET, SO_ACCEPTCONN) != 1) ? "does not listen" : null;
	}

	/**
	 * Take the socket for the main port.
	 * @param port the wanted port, 0 for any
	 * @return the socket, {@code null} if none was passed
	 * @throws PassedSocketException if those that were passed listen on other ports
	 */
	@Nullable Socket takeMain(int port) throws PassedSocketException {
		if (this.sockets.isEmpty()) {
			return null;
		}
		Socket socket = (port != 0) ? take(port) : this.sockets.remove(0);
		if (socket == null) {
			throw new PassedSocketException(
					"is not the port of the socket that the service manager passed, which listens on " + ports(),
					"Set server.port to that port or to 0, or ListenStream=%d in the .socket unit".formatted(port));
		}
		return socket;
	}

	/**
	 * Take the socket for another port.
	 * @param port the wanted port
	 * @return the socket, {@code null} if none listens there
	 */
	@Nullable Socket take(int port) {
		for (Socket socket : this.sockets) {
			if (socket.localAddress().getPort() == port) {
				this.sockets.remove(socket);
				return socket;
			}
		}
		return null;
	}

	/**
	 * A socket serves no port any more.
	 */
	void giveBack(Socket socket) {
		this.sockets.add(socket);
	}

	/**
	 * Return the ports of those that serve none, empty if there are no such.
	 */
	String ports() {
		return this.sockets.stream()
			.map((socket) -> Integer.toString(socket.localAddress().getPort()))
			.collect(Collectors.joining(", "));
	}

	/**
	 * Return whether accepting from a socket never waits. The service manager decides it
	 * ({@code NonBlocking=} in the .service unit).
	 */
	static boolean isNonBlocking(Socket socket) {
		try {
			return Files.readAllLines(Path.of("/proc/self/fdinfo/" + socket.intValue()))
				.stream()
				.filter((line) -> line.startsWith("flags:"))
				.mapToInt((line) -> Integer.parseInt(line.substring(6).strip(), 8))
				.anyMatch((flags) -> (flags & O_NONBLOCK) != 0);
		}
		catch (IOException | NumberFormatException ex) {
			return false;
		}
	}

}
