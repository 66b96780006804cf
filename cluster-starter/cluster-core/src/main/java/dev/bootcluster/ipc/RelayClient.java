// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.ipc;

import java.io.IOException;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.util.concurrent.DefaultThreadFactory;
import org.jspecify.annotations.Nullable;

/**
 * Speaks HTTP with workers over their own sockets. Callers block; what they have not read
 * yet stays in the worker, so that an exchange needs a few kilobytes here, whatever its
 * size. Thread-safe. Its thread starts with the first request.
 */
public final class RelayClient implements AutoCloseable {

	private static final int READ = 16 * 1024;

	private static final int MAX_HEAD = 256 * 1024;

	private final String name;

	private @Nullable EventLoopGroup loop;

	/**
	 * Create a client.
	 * @param name the name of its thread
	 */
	public RelayClient(String name) {
		this.name = name;
	}

	/**
	 * Most processes never relay anything, and a loop has descriptors.
	 */
	private synchronized EventLoopGroup loop() {
		EventLoopGroup loop = this.loop;
		if (loop == null) {
			loop = new MultiThreadIoEventLoopGroup(1, new DefaultThreadFactory(this.name, true),
					EpollIoHandler.newFactory());
			this.loop = loop;
		}
		return loop;
	}

	/**
	 * Begin a request.
	 * @param socket the worker's socket
	 * @param head the request's head
	 * @return the exchange, which the caller closes
	 * @throws IOException if the worker cannot be reached; it has got nothing then
	 */
	public RelayExchange send(RelaySocket socket, RelayHead head) throws IOException {
		RelayAnswers answers = new RelayAnswers();
		ChannelFuture connected = new Bootstrap().group(loop())
			.channel(EpollDomainSocketChannel.class)
			.option(ChannelOption.AUTO_READ, false)
			// A worker that answers before it has read everything closes its end: the
			// answer must not be lost with the rest of the request.
			.option(ChannelOption.AUTO_CLOSE, false)
			.option(ChannelOption.RECVBUF_ALLOCATOR, new FixedRecvByteBufAllocator(READ).maxMessagesPerRead(1))
			.handler(new ChannelInitializer<Channel>() {

				@Override
				protected void initChannel(Channel channel) {
					channel.pipeline()
						.addLast(new HttpClientCodec(
								new HttpDecoderConfig().setMaxHeaderSize(MAX_HEAD).setMaxInitialLineLength(MAX_HEAD),
								false, false))
						.addLast(answers);
				}

			})
			.connect(new DomainSocketAddress(socket.path().toFile()))
			.awaitUninterruptibly();
		if (!connected.isSuccess()) {
			throw new IOException("Slot %d (pid %d) cannot be reached: %s".formatted(socket.slot(), socket.pid(),
					connected.cause().getMessage()), connected.cause());
		}
		RelayExchange exchange = new RelayExchange(connected.channel(), answers, head);
		try {
			exchange.begin();
			return exchange;
		}
		catch (RuntimeException ex) {
			// A header that cannot be written, which HTTP/2 allowed.
			exchange.close();
			throw ex;
		}
	}

	@Override
	public synchronized void close() {
		if (this.loop != null) {
			this.loop.shutdownGracefully();
		}
	}

}
