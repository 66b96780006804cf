// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.ipc;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.ServerChannelRecvByteBufAllocator;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.channel.unix.DomainSocketReadMode;
import io.netty.channel.unix.Errors.NativeIoException;
import io.netty.channel.unix.FileDescriptor;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * A worker's end of a handoff channel: receives descriptors and acknowledges them.
 */
public final class DescriptorChannel {

	private static final Log logger = LogFactory.getLog(DescriptorChannel.class);

	private static final int MAX_BATCH = 64;

	private final Channel channel;

	private final Receiver receiver;

	private final LoadReports reports;

	private DescriptorChannel(Channel channel, Receiver receiver) {
		this.channel = channel;
		this.receiver = receiver;
		this.reports = new LoadReports(channel);
	}

	/**
	 * Return how many descriptors have arrived and been answered.
	 * @return the number since the channel opened
	 */
	public long received() {
		return this.receiver.total;
	}

	/**
	 * Return how many of these were taken.
	 * @return the number since the channel opened
	 */
	public long taken() {
		return this.receiver.accepted;
	}

	/**
	 * Return how many of these were refused.
	 * @return the number since the channel opened
	 */
	public long refused() {
		return this.receiver.refused;
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
		batches.maxMessagesPerRead(MAX_BATCH);
		Receiver handler = new Receiver(receiver, DescriptorLimit.own());
		Channel channel = new Bootstrap().group(loop)
			.channel(EpollDomainSocketChannel.class)
			.option(EpollChannelOption.DOMAIN_SOCKET_READ_MODE, DomainSocketReadMode.FILE_DESCRIPTORS)
			.option(ChannelOption.RECVBUF_ALLOCATOR, batches)
			.handler(handler)
			.connect(new DomainSocketAddress(socket.toFile()))
			.syncUninterruptibly()
			.channel();
		channel.writeAndFlush(channel.alloc().buffer(Long.BYTES + Integer.BYTES).writeLong(launch).writeInt(port));
		return new DescriptorChannel(channel, handler);
	}

	/**
	 * Acknowledges a batch in one write and only then serves it: a worker that dies
	 * before the write has touched none of the batch, so the primary can offer it to
	 * another.
	 */
	static final class Receiver extends ChannelInboundHandlerAdapter {

		/**
		 * What {@code recvFd} reports if the process had no descriptor left for the one
		 * in the message, which is lost ({@code MSG_CTRUNC}, recvmsg(2)).
		 */
		static final int NO_DESCRIPTOR = -90;

		private final DescriptorReceiver receiver;

		private final DescriptorLimit limit;

		private final byte[] codes = new byte[MAX_BATCH];

		private final int[] taken = new int[MAX_BATCH];

		private int received;

		private int reserved;

		private boolean waiting;

		private volatile long total;

		private volatile long accepted;

		private volatile long refused;

		Receiver(DescriptorReceiver receiver, DescriptorLimit limit) {
			this.receiver = receiver;
			this.limit = limit;
		}

		@Override
		public void channelRead(ChannelHandlerContext context, Object message) {
			FileDescriptor descriptor = (FileDescriptor) message;
			if (this.limit.isReachedBy(descriptor.intValue())) {
				close(descriptor);
				refuseForLackOfDescriptors(context);
			}
			else if (this.receiver.reserve()) {
				this.taken[this.reserved++] = descriptor.intValue();
				answer(context, HandoffCode.TAKEN);
			}
			else {
				close(descriptor);
				answer(context, HandoffCode.REFUSED);
			}
		}

		private void answer(ChannelHandlerContext context, HandoffCode code) {
			this.codes[this.received++] = code.code();
			if (this.received == MAX_BATCH) {
				flush(context);
			}
		}

		/**
		 * The primary keeps its copy of a connection until it is acknowledged, so nothing
		 * is lost.
		 */
		private void refuseForLackOfDescriptors(ChannelHandlerContext context) {
			this.limit.warn(logger, "This worker takes no more connections until others end");
			answer(context, HandoffCode.REFUSED);
			awaitDescriptors(context);
		}

		/**
		 * The end of a connection may not make room, and that of something else may.
		 */
		private void awaitDescriptors(ChannelHandlerContext context) {
			if (!this.waiting) {
				this.waiting = true;
				context.executor().schedule(() -> {
					this.waiting = false;
					if (!context.channel().isActive()) {
						return;
					}
					if (!this.limit.hasRoom()) {
						awaitDescriptors(context);
					}
					else {
						context.writeAndFlush(context.alloc().buffer(1).writeByte(HandoffCode.ROOM.code()));
					}
				}, DescriptorLimit.RETRY.toMillis(), TimeUnit.MILLISECONDS);
			}
		}

		@Override
		public void channelReadComplete(ChannelHandlerContext context) {
			flush(context);
		}

		private void flush(ChannelHandlerContext context) {
			if (this.received == 0) {
				return;
			}
			ByteBuf acknowledgement = context.alloc().buffer(this.received).writeBytes(this.codes, 0, this.received);
			context.writeAndFlush(acknowledgement, context.voidPromise());
			long total = this.total + this.received;
			this.accepted += this.reserved;
			this.refused += this.received - this.reserved;
			takeReserved();
			this.total = total;
		}

		private void takeReserved() {
			int count = this.reserved;
			this.received = 0;
			this.reserved = 0;
			for (int i = 0; i < count; i++) {
				take(new FileDescriptor(this.taken[i]));
			}
		}

		private void take(FileDescriptor descriptor) {
			try {
				this.receiver.take(descriptor.intValue());
			}
			catch (IOException | RuntimeException ex) {
				// The client gave up while its connection was in transit.
				logger.debug("Dropping a connection that cannot be served", ex);
				close(descriptor);
			}
		}

		private static void close(FileDescriptor descriptor) {
			try {
				descriptor.close();
			}
			catch (IOException ex) {
				logger.debug("Could not close a descriptor", ex);
			}
		}

		@Override
		public void channelInactive(ChannelHandlerContext context) {
			// Netty closes without completing the read: the rest is in no other hands.
			takeReserved();
			this.receiver.end();
		}

		@Override
		public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
			if (cause instanceof NativeIoException failed && failed.expectedErr() == NO_DESCRIPTOR) {
				refuseForLackOfDescriptors(context);
				flush(context);
				return;
			}
			logger.error("Closing the handoff channel after an unexpected error", cause);
			context.close();
		}

	}

}
