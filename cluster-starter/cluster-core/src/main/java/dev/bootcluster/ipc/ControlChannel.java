// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.ipc;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.DecoderException;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * One end of the control channel between the primary and a worker. Thread-safe.
 *
 * @param <S> the messages this end sends
 */
public final class ControlChannel<S extends Message> {

	private static final Log logger = LogFactory.getLog(ControlChannel.class);

	private final Channel channel;

	private volatile @Nullable String misunderstanding;

	private ControlChannel(Channel channel) {
		this.channel = channel;
	}

	/**
	 * Send a message. If the peer is gone the message is dropped: the end of the channel
	 * is reported as an event of its own.
	 * @param message the message
	 */
	public void send(S message) {
		this.channel.writeAndFlush(message).addListener((future) -> {
			if (!future.isSuccess()) {
				logger.debug("Could not send control message: " + message, future.cause());
			}
		});
	}

	/**
	 * Send a message that may be lost: it is not sent to a peer that does not read, so
	 * nothing piles up here.
	 * @param message the message
	 * @return {@code false} if it was not sent because the peer does not read
	 */
	public boolean offer(S message) {
		if (this.channel.isActive() && !this.channel.isWritable()) {
			return false;
		}
		send(message);
		return true;
	}

	/**
	 * Send a last message and wait, for at most a second, until the operating system has
	 * it.
	 * @param message the message
	 */
	public void sendLast(S message) {
		this.channel.writeAndFlush(message).awaitUninterruptibly(1, TimeUnit.SECONDS);
	}

	/**
	 * Return why the peer was not understood, which closes the channel: it sent something
	 * that is not a message, or not one this version knows.
	 * @return the reason, {@code null} if all its messages could be read
	 */
	public @Nullable String misunderstanding() {
		return this.misunderstanding;
	}

	/**
	 * Close the channel.
	 */
	public void close() {
		this.channel.close();
	}

	static <S extends Message, R extends Message> ControlChannel<S> open(Channel channel, Class<R> received,
			BiConsumer<ControlChannel<S>, R> onMessage, Consumer<ControlChannel<S>> onClose) {
		Wire.installFrames(channel.pipeline());
		return join(channel, received, onMessage, onClose);
	}

	/**
	 * Make one end of a channel whose frames are taken apart already.
	 */
	static <S extends Message, R extends Message> ControlChannel<S> join(Channel channel, Class<R> received,
			BiConsumer<ControlChannel<S>, R> onMessage, Consumer<ControlChannel<S>> onClose) {
		ControlChannel<S> control = new ControlChannel<>(channel);
		Wire.installMessages(channel.pipeline(), received);
		channel.pipeline().addLast(new Receiver<>(control, received, onMessage, onClose));
		return control;
	}

	/**
	 * Passes messages on. A message that cannot be handled leaves the channel open; a
	 * frame that cannot be read closes it with an error in the log.
	 */
	private static final class Receiver<S extends Message, R extends Message> extends SimpleChannelInboundHandler<R> {

		private final ControlChannel<S> control;

		private final BiConsumer<ControlChannel<S>, R> onMessage;

		private final Consumer<ControlChannel<S>> onClose;

		Receiver(ControlChannel<S> control, Class<R> received, BiConsumer<ControlChannel<S>, R> onMessage,
				Consumer<ControlChannel<S>> onClose) {
			super(received);
			this.control = control;
			this.onMessage = onMessage;
			this.onClose = onClose;
		}

		@Override
		protected void channelRead0(ChannelHandlerContext context, R message) {
			try {
				this.onMessage.accept(this.control, message);
			}
			catch (Throwable ex) {
				// Errors too: everything may depend on the next message.
				logger.error("Could not handle control message %s".formatted(message.getClass().getSimpleName()), ex);
			}
		}

		@Override
		public void channelInactive(ChannelHandlerContext context) {
			this.onClose.accept(this.control);
		}

		@Override
		public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
			if (cause instanceof IOException) {
				// A killed peer resets the channel; its end is reported as an event.
				logger.debug("Control channel broke", cause);
			}
			else if (cause instanceof DecoderException) {
				Throwable why = (cause.getCause() != null) ? cause.getCause() : cause;
				this.control.misunderstanding = String.valueOf(why.getMessage()).lines().findFirst().orElse("");
				logger.error("Closing the control channel: a message cannot be read", cause);
			}
			else {
				logger.error("Closing the control channel: it failed", cause);
			}
			context.close();
		}

	}

}
