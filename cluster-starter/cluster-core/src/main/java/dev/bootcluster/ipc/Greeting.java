// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.ipc;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import org.jspecify.annotations.Nullable;

/**
 * Waits for the first frame on a connection to the control socket, which says whether a
 * worker or an operator is at the other end. A connection without one is closed.
 */
final class Greeting extends ChannelInboundHandlerAdapter {

	/**
	 * A worker says hello as soon as it is connected, an operator too.
	 */
	static final Duration PATIENCE = Duration.ofSeconds(30);

	private final BiConsumer<ControlChannel<FromPrimary>, FromWorker> onMessage;

	private final Consumer<ControlChannel<FromPrimary>> onClose;

	private final OperatorDesk operators;

	private @Nullable Future<?> timeout;

	Greeting(BiConsumer<ControlChannel<FromPrimary>, FromWorker> onMessage,
			Consumer<ControlChannel<FromPrimary>> onClose, OperatorDesk operators) {
		this.onMessage = onMessage;
		this.onClose = onClose;
		this.operators = operators;
	}

	@Override
	public void handlerAdded(ChannelHandlerContext context) {
		Runnable closing = context::close;
		this.timeout = context.executor().schedule(closing, PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
	}

	@Override
	public void handlerRemoved(ChannelHandlerContext context) {
		if (this.timeout != null) {
			this.timeout.cancel(false);
		}
	}

	@Override
	public void channelRead(ChannelHandlerContext context, Object frame) {
		Map<?, ?> hello = Wire.json((ByteBuf) frame);
		if (hello != null && FromOperator.HELLO.equals(hello.get("type"))) {
			context.pipeline().addLast(new NettyOperatorChannel(context.channel(), this.operators));
		}
		else {
			ControlChannel.<FromPrimary, FromWorker>join(context.channel(), FromWorker.class, this.onMessage,
					this.onClose);
		}
		context.fireChannelRead(frame);
		context.pipeline().remove(this);
	}

	@Override
	public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
		context.close();
	}

}
