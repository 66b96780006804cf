// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.handoff;

import java.io.IOException;
import java.util.List;

import dev.bootcluster.ipc.DescriptorLimit;
import dev.bootcluster.ipc.DescriptorReceiver;
import dev.bootcluster.ipc.HandoffCode;
import dev.bootcluster.ipc.LoadReport;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.handler.codec.ByteToMessageDecoder;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Reads what a worker writes on its handoff channel: whose it is, then its answers and
 * reports.
 */
final class LinkHandler extends ByteToMessageDecoder {

	private static final Log logger = LogFactory.getLog(LinkHandler.class);

	private final WorkerLinks links;

	private final DescriptorLimit limit;

	private @Nullable WorkerLink link;

	LinkHandler(WorkerLinks links, DescriptorLimit limit) {
		this.links = links;
		this.limit = limit;
	}

	@Override
	protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
		if (this.link == null) {
			if (in.readableBytes() < HandoffCode.GREETING_LENGTH) {
				return;
			}
			EpollDomainSocketChannel channel = (EpollDomainSocketChannel) context.channel();
			long launch = in.readLong();
			int port = in.readInt();
			if (port < 0) {
				returns(launch, HandoffCode.returns(port), channel);
				return;
			}
			this.link = this.links.connected(launch, port, channel);
		}
		while (in.isReadable()) {
			HandoffCode code = HandoffCode.of(in.getByte(in.readerIndex()));
			if (in.readableBytes() <= code.length()) {
				return;
			}
			in.skipBytes(1);
			if (code == HandoffCode.LOAD) {
				this.link.load().reported(LoadReport.read(in));
			}
			else {
				this.links.answered(this.link, code);
			}
		}
	}

	/**
	 * The worker will give connections back.
	 */
	private void returns(long launch, int port, EpollDomainSocketChannel channel) {
		DescriptorReceiver receiver = this.links.returns(launch, port);
		channel.pipeline().remove(this);
		ReturnHandler.install(channel, receiver, this.limit);
	}

	@Override
	protected void handlerRemoved0(ChannelHandlerContext context) {
		closed();
	}

	@Override
	public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
		if (cause instanceof IOException) {
			// A killed worker resets the channel; its end is reported elsewhere.
			logger.debug("Handoff channel broke", cause);
		}
		else {
			logger.error("Closing the handoff channel after an unexpected answer", cause);
		}
		context.close();
	}

	private void closed() {
		if (this.link != null) {
			this.links.lost(this.link);
			this.link = null;
		}
	}

}
