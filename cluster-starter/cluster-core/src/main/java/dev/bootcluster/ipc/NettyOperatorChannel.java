// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.ipc;

import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import dev.bootcluster.ClusterException.Reason;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.channel.SimpleChannelInboundHandler;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * An operator's connection. It holds one request and its answer at most, so an operator
 * that stalls holds no more than that, and one that does not wait for its answer is
 * turned away. What this version does not understand is answered with a sentence.
 */
final class NettyOperatorChannel extends SimpleChannelInboundHandler<ByteBuf> implements OperatorChannel {

	/**
	 * An operator that asks nothing for this long has been forgotten, perhaps stopped in
	 * a shell.
	 */
	static final Duration IDLE = Duration.ofMinutes(10);

	private static final Log logger = LogFactory.getLog(NettyOperatorChannel.class);

	private final Channel channel;

	private final OperatorDesk desk;

	/**
	 * Used on the event loop only.
	 */
	private boolean underWay;

	private @Nullable Future<?> idle;

	NettyOperatorChannel(Channel channel, OperatorDesk desk) {
		super(ByteBuf.class);
		this.channel = channel;
		this.desk = desk;
	}

	@Override
	protected void channelRead0(ChannelHandlerContext context, ByteBuf frame) {
		if (this.underWay) {
			context.close();
			return;
		}
		this.underWay = true;
		awaitNext(context);
		Map<?, ?> json = Wire.json(frame);
		FromOperator message = message(json);
		if (message != null) {
			this.desk.received(this, message);
		}
		else {
			notUnderstood(json);
		}
	}

	private static @Nullable FromOperator message(@Nullable Map<?, ?> json) {
		try {
			return (json != null) ? Wire.fromJson(json, FromOperator.class) : null;
		}
		catch (IllegalArgumentException ex) {
			return null;
		}
	}

	private void awaitNext(ChannelHandlerContext context) {
		if (this.idle != null) {
			this.idle.cancel(false);
		}
		Runnable closing = context::close;
		this.idle = context.executor().schedule(closing, IDLE.toMillis(), TimeUnit.MILLISECONDS);
	}

	private void notUnderstood(@Nullable Map<?, ?> json) {
		if (json == null) {
			sendLast(notUnderstood(0, null));
			return;
		}
		Object request = (json.get("request") instanceof Map<?, ?> asked) ? asked.get("request") : null;
		send(notUnderstood((json.get("id") instanceof Number id) ? id.longValue() : 0,
				(request != null) ? request : json.get("type")));
	}

	private static ToOperator.Answer notUnderstood(long id, @Nullable Object request) {
		return new ToOperator.Answer(id, Reason.INVALID.name(),
				"The running cluster, of another version of Boot Cluster perhaps, does not understand the request '%s'"
					.formatted(Objects.requireNonNullElse(request, "none")),
				null);
	}

	@Override
	public void send(ToOperator answer) {
		write(answer, (future) -> this.underWay = false);
	}

	@Override
	public void sendLast(ToOperator answer) {
		write(answer, ChannelFutureListener.CLOSE);
	}

	/**
	 * The listener is there before the answer: otherwise the operator's next request may
	 * come before the listener is called.
	 */
	private void write(ToOperator answer, ChannelFutureListener written) {
		ChannelPromise promise = this.channel.newPromise();
		promise.addListener(written);
		this.channel.writeAndFlush(Unpooled.wrappedBuffer(Wire.bytes(answer)), promise);
	}

	@Override
	public void channelInactive(ChannelHandlerContext context) {
		if (this.idle != null) {
			this.idle.cancel(false);
		}
		this.desk.closed(this);
	}

	@Override
	public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
		logger.debug("Turned an operator away", cause);
		context.close();
	}

}
