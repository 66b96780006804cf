// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.ipc;

import java.nio.file.Path;
import java.util.function.Supplier;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.ServerChannelRecvByteBufAllocator;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.channel.unix.DomainSocketReadMode;
import org.jspecify.annotations.Nullable;

/**
 * A worker's end of a handoff channel: receives descriptors and acknowledges them.
 */
public final class DescriptorChannel {

	private final Channel channel;

	private final ReceivedDescriptors receiver;

	private final LoadReports reports;

	private DescriptorChannel(Channel channel, ReceivedDescriptors receiver) {
		this.channel = channel;
		this.receiver = receiver;
		this.reports = new LoadReports(channel);
	}

	/**
	 * Return how many descriptors have arrived and been answered.
	 * @return the number since the channel opened
	 */
	public long received() {
		return this.receiver.total();
	}

	/**
	 * Return how many of these were taken.
	 * @return the number since the channel opened
	 */
	public long taken() {
		return this.receiver.accepted();
	}

	/**
	 * Return how many of those that were taken had been another worker's.
	 * @return the number since the channel opened
	 */
	public long moved() {
		return this.receiver.moved();
	}

	/**
	 * Return how many of these were refused.
	 * @return the number since the channel opened
	 */
	public long refused() {
		return this.receiver.refused();
	}

	/**
	 * Report the worker's load from now on, or no more.
	 * @param load returns the load, {@code null} for no reports
	 */
	public void report(@Nullable Supplier<LoadReport> load) {
		this.reports.of(load);
	}

	/**
	 * The worker's load has changed.
	 */
	public void loadChanged() {
		this.reports.changed();
	}

	/**
	 * Tell the primary, after a refusal, that there is room again.
	 */
	public void room() {
		this.channel.writeAndFlush(this.channel.alloc().buffer(1).writeByte(HandoffCode.ROOM.code()));
	}

	/**
	 * Close the channel.
	 */
	public void close() {
		this.channel.close();
	}

	static DescriptorChannel connect(EventLoopGroup loop, Path socket, long launch, int port,
			DescriptorReceiver receiver) {
		// The allocator of server channels limits a read by messages, not bytes.
		ServerChannelRecvByteBufAllocator batches = new ServerChannelRecvByteBufAllocator();
		batches.maxMessagesPerRead(ReceivedDescriptors.MAX_BATCH);
		ReceivedDescriptors handler = new ReceivedDescriptors(receiver, DescriptorLimit.own());
		Channel channel = new Bootstrap().group(loop)
			.channel(EpollDomainSocketChannel.class)
			.option(EpollChannelOption.DOMAIN_SOCKET_READ_MODE, DomainSocketReadMode.FILE_DESCRIPTORS)
			.option(ChannelOption.RECVBUF_ALLOCATOR, batches)
			.handler(handler)
			.connect(new DomainSocketAddress(socket.toFile()))
			.syncUninterruptibly()
			.channel();
		channel.writeAndFlush(HandoffCode.greeting(channel.alloc(), launch, port));
		return new DescriptorChannel(channel, handler);
	}

}
