// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.handoff;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoop;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.unix.FileDescriptor;
import io.netty.util.ReferenceCountUtil;

/**
 * Rejects a connection that no worker can take: 503 with {@code Retry-After} once its
 * request begins to arrive, then a lingering close so that a reset does not destroy the
 * answer (RFC 9112, section 9.6). With TLS there can be no plain-text answer, so the
 * connection is closed.
 */
class Rejection {

	private static final int MAX_LINGERING = 256;

	private static final int LINGER_SECONDS = 2;

	private static final byte[] ANSWER = ("HTTP/1.1 503 Service Unavailable\r\nRetry-After: 1\r\nConnection: close\r\n"
			+ "Content-Type: text/plain\r\nContent-Length: 34\r\n\r\nNo worker can take the request now")
		.getBytes(StandardCharsets.US_ASCII);

	private final EventLoop loop;

	private final boolean tls;

	private int lingering;

	private volatile long count;

	Rejection(EventLoop loop, boolean tls) {
		this.loop = loop;
		this.tls = tls;
	}

	/**
	 * Return how many connections were rejected; may be called on any thread.
	 */
	long count() {
		return this.count;
	}

	/**
	 * Return whether one more can be answered: any more are closed.
	 */
	boolean canAnswer() {
		return this.tls || this.lingering < MAX_LINGERING;
	}

	void reject(FileDescriptor descriptor) {
		reject(descriptor, false);
	}

	/**
	 * Reject a connection.
	 * @param begun whether a request has begun to arrive, so that none of it need come
	 * for an answer
	 */
	void reject(FileDescriptor descriptor, boolean begun) {
		this.count++;
		EpollSocketChannel connection = new EpollSocketChannel(descriptor.intValue());
		if (this.tls || !canAnswer()) {
			connection.unsafe().closeForcibly();
			return;
		}
		this.lingering++;
		connection.closeFuture().addListener((closed) -> this.lingering--);
		connection.config().setAllowHalfClosure(true);
		connection.pipeline().addLast(new Answer(begun));
		this.loop.register(connection);
		this.loop.schedule(() -> connection.close(), LINGER_SECONDS, TimeUnit.SECONDS);
	}

	/**
	 * Answers the first bytes and discards the rest.
	 */
	private static final class Answer extends ChannelInboundHandlerAdapter {

		private final boolean begun;

		private boolean answered;

		Answer(boolean begun) {
			this.begun = begun;
		}

		@Override
		public void channelActive(ChannelHandlerContext context) {
			context.fireChannelActive();
			if (this.begun) {
				answer(context);
			}
		}

		@Override
		public void channelRead(ChannelHandlerContext context, Object message) {
			ReferenceCountUtil.release(message);
			answer(context);
		}

		private void answer(ChannelHandlerContext context) {
			if (!this.answered) {
				this.answered = true;
				Channel channel = context.channel();
				context.writeAndFlush(Unpooled.wrappedBuffer(ANSWER))
					.addListener((written) -> ((EpollSocketChannel) channel).shutdownOutput());
			}
		}

		@Override
		public void userEventTriggered(ChannelHandlerContext context, Object event) {
			if (event instanceof ChannelInputShutdownEvent) {
				// The client closed its side.
				context.close();
			}
		}

		@Override
		public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
			context.close();
		}

	}

}
