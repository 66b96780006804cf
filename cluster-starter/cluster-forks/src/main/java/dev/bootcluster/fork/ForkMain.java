// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.fork;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

import sun.misc.Signal;
import sun.misc.SignalHandler;

/**
 * The main class of a fork: connects to the owner, runs one task after another, and exits
 * when the owner does.
 */
final class ForkMain {

	/**
	 * The environment variable for the token; on the command line every user could see
	 * it.
	 */
	static final String TOKEN = "CLUSTER_FORK_TOKEN";

	/**
	 * The argument that marks a process that outlives its owner.
	 */
	static final String DETACHED = "detached";

	private ForkMain() {
	}

	/**
	 * Run the fork.
	 * @param arguments the owner's socket, the maximum message size in bytes, and
	 * {@code detached} for a detached process
	 */
	public static void main(String[] arguments) throws IOException {
		Path socket = Path.of(arguments[0]);
		int maxMessageSize = Integer.parseInt(arguments[1]);
		if (arguments.length < 3) {
			ignoreSignals();
		}
		FrameChannel owner = new FrameChannel(connect(socket), maxMessageSize);
		owner.write(FrameType.HELLO, String.valueOf(System.getenv(TOKEN)).getBytes(StandardCharsets.UTF_8));
		new ForkedTasks(owner, maxMessageSize, Thread.currentThread().getContextClassLoader()).run();
	}

	private static SocketChannel connect(Path socket) throws IOException {
		try {
			return SocketChannel.open(UnixDomainSocketAddress.of(socket));
		}
		catch (IOException ex) {
			// The owner was killed and cannot clean up.
			Files.deleteIfExists(socket);
			throw ex;
		}
	}

	/**
	 * Ctrl-C and service managers signal every process of a group, but the owner decides
	 * what becomes of a task: it may be draining.
	 */
	private static void ignoreSignals() {
		for (String signal : new String[] { "INT", "HUP", "TERM" }) {
			try {
				Signal.handle(new Signal(signal), SignalHandler.SIG_IGN);
			}
			catch (IllegalArgumentException ex) {
				// -Xrs: the user wants no signal handlers.
			}
		}
	}

}
