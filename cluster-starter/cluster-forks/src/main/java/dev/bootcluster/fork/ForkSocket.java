// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.fork;

import java.io.Closeable;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Waits for one fork to connect. Its file exists only until then, so that a process that
 * is killed later leaves nothing behind.
 */
final class ForkSocket implements Closeable {

	private static final Log logger = LogFactory.getLog(ForkSocket.class);

	private static final AtomicInteger COUNT = new AtomicInteger();

	private final ServerSocketChannel server;

	private final Path path;

	private final @Nullable Path temporary;

	private ForkSocket(ServerSocketChannel server, Path path, @Nullable Path temporary) {
		this.server = server;
		this.path = path;
		this.temporary = temporary;
	}

	/**
	 * Open a socket.
	 * @param directory a directory accessible to its owner only, {@code null} for a
	 * temporary one
	 * @throws IOException if the socket cannot be opened
	 */
	static ForkSocket open(@Nullable Path directory) throws IOException {
		// Accessible to its owner only, where the file system has owners.
		Path home = (directory != null) ? directory : Files.createTempDirectory("boot-cluster-fork-");
		Path path = home.resolve("fork-%d-%d.sock".formatted(ProcessHandle.current().pid(), COUNT.incrementAndGet()));
		ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
		ForkSocket socket = new ForkSocket(server, path, (directory == null) ? home : null);
		try {
			Files.deleteIfExists(path);
			server.bind(UnixDomainSocketAddress.of(path), 1);
			return socket;
		}
		catch (IOException | RuntimeException ex) {
			socket.close();
			throw new IOException(
					("the socket %s cannot be opened: %s; java.io.tmpdir (in a cluster: cluster.directory) "
							+ "must be writable and at most 70 characters long")
						.formatted(path, ex.getMessage()),
					ex);
		}
	}

	Path path() {
		return this.path;
	}

	SocketChannel accept() throws IOException {
		return this.server.accept();
	}

	@Override
	public void close() {
		try {
			this.server.close();
			Files.deleteIfExists(this.path);
			if (this.temporary != null) {
				Files.deleteIfExists(this.temporary);
			}
		}
		catch (IOException ex) {
			logger.debug("Socket could not be removed: " + this.path, ex);
		}
	}

}
