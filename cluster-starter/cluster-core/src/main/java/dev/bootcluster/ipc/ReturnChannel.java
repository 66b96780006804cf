// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.ipc;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.channel.unix.FileDescriptor;
import io.netty.channel.unix.Socket;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * A worker's end of the channel on which it gives connections back to the primary. A
 * connection stays the worker's until the primary has acknowledged it.
 */
public final class ReturnChannel {

	private static final Log logger = LogFactory.getLog(ReturnChannel.class);

	/**
	 * How many connections may be unanswered, each with its note: fewer than fill a Unix
	 * socket's buffer (278 descriptors).
	 */
	private static final int WINDOW = 128;

	/**
	 * How long to wait for a selector that still watches the next connection, or for
	 * something that stood in the way of sending it.
	 */
	private static final long RETRY_MILLIS = 1;

	private final Channel channel;

	private final NotePipe notes = new NotePipe();

	/**
	 * The primary has said that it has room.
	 */
	private volatile boolean open;

	/**
	 * Used on the event loop only, as everything below.
	 */
	private final Deque<Parcel> waiting = new ArrayDeque<>();

	private final Deque<Parcel> unanswered = new ArrayDeque<>(WINDOW);

	private boolean ended;

	private boolean scheduled;

	/**
	 * The note of the next connection has been sent.
	 */
	private boolean noteSent;

	/**
	 * The note of the oldest unanswered connection has been answered.
	 */
	private boolean noteAnswered;

	private ReturnChannel(EventLoopGroup loop, Path socket) {
		this.channel = new Bootstrap().group(loop)
			.channel(EpollDomainSocketChannel.class)
			.option(EpollChannelOption.SO_SNDBUF, 1024 * 1024)
			.handler(new Answers())
			.connect(new DomainSocketAddress(socket.toFile()))
			.syncUninterruptibly()
			.channel();
	}

	static ReturnChannel connect(EventLoopGroup loop, Path socket, long launch, int port) {
		ReturnChannel returns = new ReturnChannel(loop, socket);
		Channel channel = returns.channel;
		channel.writeAndFlush(HandoffCode.greeting(channel.alloc(), launch, HandoffCode.returns(port)));
		return returns;
	}

	/**
	 * Return whether connections can be given back, as far as is known.
	 * @return {@code true} if the primary takes some and has not closed the channel
	 */
	public boolean isOpen() {
		return this.open && this.channel.isActive();
	}

	/**
	 * Give a connection back. Every connection gets an answer, on the event loop.
	 * @param parcel the connection
	 */
	public void send(Parcel parcel) {
		try {
			this.channel.eventLoop().execute(() -> {
				this.waiting.add(parcel);
				send();
			});
		}
		catch (RejectedExecutionException ex) {
			parcel.refused();
		}
	}

	private void send() {
		if (this.ended) {
			refuseWaiting();
			return;
		}
		Parcel parcel;
		while (this.open && this.unanswered.size() < WINDOW && (parcel = this.waiting.peek()) != null) {
			if (!parcel.isReady() || !sent(parcel)) {
				sendLater();
				return;
			}
			this.waiting.remove();
			this.unanswered.add(parcel);
		}
	}

	private void sendLater() {
		if (!this.scheduled) {
			this.scheduled = true;
			this.channel.eventLoop().schedule(() -> {
				this.scheduled = false;
				send();
			}, RETRY_MILLIS, TimeUnit.MILLISECONDS);
		}
	}

	private boolean sent(Parcel parcel) {
		try {
			this.noteSent = this.noteSent || sent(parcel.note());
			boolean sent = this.noteSent && sent(parcel.descriptor());
			this.noteSent = this.noteSent && !sent;
			return sent;
		}
		catch (IOException ex) {
			// No descriptor is left for the note, or too many are in transit, and that
			// may pass. The end of the channel is reported as an event.
			logger.debug("A connection cannot be given back now", ex);
			return false;
		}
	}

	private boolean sent(ConnectionNote note) throws IOException {
		FileDescriptor pipe = this.notes.write(note);
		try {
			return sent(pipe.intValue());
		}
		finally {
			NotePipe.close(pipe);
		}
	}

	private boolean sent(int descriptor) throws IOException {
		return ((EpollDomainSocketChannel) this.channel).fd() instanceof Socket socket && socket.sendFd(descriptor) > 0;
	}

	private void answered(HandoffCode code) {
		if (code == HandoffCode.ROOM) {
			this.open = true;
			return;
		}
		if (!this.noteAnswered) {
			this.noteAnswered = true;
			return;
		}
		this.noteAnswered = false;
		Parcel parcel = this.unanswered.poll();
		if (parcel == null) {
			throw new IllegalStateException("The primary answered a connection it was not given");
		}
		if (code == HandoffCode.TAKEN) {
			parcel.taken();
		}
		else {
			parcel.refused();
		}
	}

	/**
	 * The primary acknowledges before it uses a connection, so what it did not
	 * acknowledge is still this worker's.
	 */
	private void ended() {
		this.ended = true;
		Parcel parcel;
		while ((parcel = this.unanswered.poll()) != null) {
			parcel.refused();
		}
		refuseWaiting();
	}

	private void refuseWaiting() {
		Parcel parcel;
		while ((parcel = this.waiting.peek()) != null) {
			if (!parcel.isReady()) {
				sendLater();
				return;
			}
			this.waiting.remove();
			parcel.refused();
		}
	}

	/**
	 * After a misunderstanding nobody knows whose the unanswered ones are.
	 */
	private void misunderstood() {
		List<Parcel> lost = new ArrayList<>(this.unanswered);
		this.unanswered.clear();
		lost.forEach(Parcel::taken);
	}

	/**
	 * A connection on its way to the primary. All methods are called on the event loop
	 * and must not block.
	 */
	public interface Parcel {

		/**
		 * Return whether nothing in this process watches the connection any more.
		 * @return {@code true} if it can be sent
		 */
		boolean isReady();

		/**
		 * Return the connection's descriptor.
		 * @return the descriptor
		 * @throws IOException if it is closed
		 */
		int descriptor() throws IOException;

		/**
		 * Return what travels with it.
		 * @return the note
		 */
		ConnectionNote note();

		/**
		 * The primary has it: this process must close its copy.
		 */
		void taken();

		/**
		 * The primary does not want it, or is gone: it is still this process's.
		 */
		void refused();

	}

	/**
	 * Reads what the primary answers.
	 */
	private final class Answers extends SimpleChannelInboundHandler<ByteBuf> {

		private @Nullable Throwable failure;

		@Override
		protected void channelRead0(ChannelHandlerContext context, ByteBuf codes) {
			while (codes.isReadable()) {
				answered(HandoffCode.of(codes.readByte()));
			}
			send();
		}

		@Override
		public void channelInactive(ChannelHandlerContext context) {
			ended();
		}

		@Override
		public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
			if (cause instanceof IOException) {
				// A killed primary resets the channel.
				logger.debug("The channel for connections that are given back broke", cause);
			}
			else if (this.failure == null) {
				this.failure = cause;
				logger.error("Closing the channel for connections that are given back", cause);
				misunderstood();
			}
			context.close();
		}

	}

}
