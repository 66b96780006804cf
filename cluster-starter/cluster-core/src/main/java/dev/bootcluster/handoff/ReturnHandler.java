// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.handoff;

import java.io.IOException;

import dev.bootcluster.ipc.DescriptorLimit;
import dev.bootcluster.ipc.HandoffCode;
import dev.bootcluster.ipc.ReceivedDescriptors;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.unix.DomainSocketReadMode;
import io.netty.channel.unix.FileDescriptor;
import io.netty.channel.unix.Socket;

/**
 * Turns a channel on which bytes arrived into one on which descriptors do.
 */
final class ReturnHandler extends ChannelInboundHandlerAdapter {

	/**
	 * How many descriptors to take before the loop's other work gets a turn.
	 */
	private static final int BATCH = 32;

	private ReturnHandler() {
	}

	/**
	 * Take connections from now on and say so. The worker has sent none yet: a descriptor
	 * that is read as a byte is lost.
	 */
	static void install(EpollDomainSocketChannel channel, Intake intake, long launch, DescriptorLimit limit) {
		channel.pipeline().addLast(new ReturnHandler());
		channel.pipeline().addLast(new ReceivedDescriptors(new ReturnedConnections(launch, intake), limit));
		// After the read in progress, which may look for more bytes.
		channel.eventLoop().execute(() -> {
			channel.config().setReadMode(DomainSocketReadMode.FILE_DESCRIPTORS);
			channel.writeAndFlush(channel.alloc().buffer(1).writeByte(HandoffCode.ROOM.code()));
		});
	}

	/**
	 * Netty reads one descriptor for each event, because it takes it for a small number
	 * of bytes.
	 */
	@Override
	public void channelRead(ChannelHandlerContext context, Object descriptor) throws IOException {
		context.fireChannelRead(descriptor);
		if (((EpollDomainSocketChannel) context.channel()).fd() instanceof Socket socket) {
			int next;
			for (int i = 1; i < BATCH && (next = socket.recvFd()) > 0; i++) {
				context.fireChannelRead(new FileDescriptor(next));
			}
		}
	}

}
