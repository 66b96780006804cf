// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.ipc;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.unix.DomainSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * A Unix socket that workers connect to. Its file is accessible to its owner only, and
 * can be made again after something has deleted it.
 */
public final class WorkerSocket {

	private final ServerBootstrap bootstrap;

	private final Path file;

	private @Nullable Channel channel;

	/**
	 * Create a socket that does not listen yet.
	 * @param bootstrap how to treat the workers' connections
	 * @param file the socket's file
	 */
	public WorkerSocket(ServerBootstrap bootstrap, Path file) {
		this.bootstrap = bootstrap;
		this.file = file;
	}

	/**
	 * Listen, or listen again if the file was deleted, when nobody can connect any more.
	 * Connections that exist are not affected. Not for the event loop, as this waits for
	 * it.
	 * @return the file's name if it was missing, else nothing
	 * @throws IOException if the socket cannot be bound
	 */
	public synchronized List<String> listen() throws IOException {
		Channel bound = this.channel;
		if (bound != null && Files.exists(this.file, LinkOption.NOFOLLOW_LINKS)) {
			return List.of();
		}
		if (bound != null) {
			// Netty deletes the file of a socket that it closes, which must not be the
			// new one's.
			bound.close().awaitUninterruptibly();
		}
		this.channel = bind();
		return List.of(this.file.getFileName().toString());
	}

	private Channel bind() throws IOException {
		ChannelFuture bound = this.bootstrap.bind(new DomainSocketAddress(this.file.toFile())).awaitUninterruptibly();
		if (!bound.isSuccess()) {
			throw new IOException("the socket %s cannot be opened: %s".formatted(this.file, bound.cause().getMessage()),
					bound.cause());
		}
		Files.setPosixFilePermissions(this.file, PosixFilePermissions.fromString("rw-------"));
		return bound.channel();
	}

}
