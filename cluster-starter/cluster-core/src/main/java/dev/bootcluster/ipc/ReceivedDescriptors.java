// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.ipc;

import java.io.IOException;
import java.util.concurrent.TimeUnit;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.unix.Errors.NativeIoException;
import io.netty.channel.unix.FileDescriptor;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Acknowledges a batch in one write and only then serves it: a process that dies before
 * the write has touched none of the batch, so the other side can offer it to another.
 * Each descriptor has its answer, also a connection's note, which comes right before it.
 */
public final class ReceivedDescriptors extends ChannelInboundHandlerAdapter {

	private static final Log logger = LogFactory.getLog(ReceivedDescriptors.class);

	static final int MAX_BATCH = 64;

	/**
	 * What {@code recvFd} reports if the process had no descriptor left for the one in
	 * the message, which is lost ({@code MSG_CTRUNC}, recvmsg(2)).
	 */
	static final int NO_DESCRIPTOR = -90;

	/**
	 * The other process was killed (recvmsg(2)).
	 */
	private static final int RESET = -104;

	private final DescriptorReceiver receiver;

	private final DescriptorLimit limit;

	private final NotePipe notes = new NotePipe();

	private final byte[] codes = new byte[MAX_BATCH];

	private final int[] taken = new int[MAX_BATCH];

	private final @Nullable ConnectionNote[] takenNotes = new ConnectionNote[MAX_BATCH];

	private @Nullable ConnectionNote note;

	/**
	 * What was lost may have been the note of the next connection, which must not be
	 * taken for a new one.
	 */
	private boolean noteLost;

	private int received;

	private int reserved;

	private boolean waiting;

	private volatile long total;

	private volatile long accepted;

	private volatile long refused;

	private volatile long moved;

	/**
	 * Create a handler of received descriptors.
	 * @param receiver takes them
	 * @param limit how many this process may have open
	 */
	public ReceivedDescriptors(DescriptorReceiver receiver, DescriptorLimit limit) {
		this.receiver = receiver;
		this.limit = limit;
	}

	/**
	 * Return how many descriptors have arrived and been answered; may be called on any
	 * thread.
	 */
	long total() {
		return this.total;
	}

	/**
	 * Return how many connections were taken; may be called on any thread.
	 */
	long accepted() {
		return this.accepted;
	}

	/**
	 * Return how many of those that were taken came with a note; may be called on any
	 * thread.
	 */
	long moved() {
		return this.moved;
	}

	/**
	 * Return how many connections were refused; may be called on any thread.
	 */
	long refused() {
		return this.refused;
	}

	@Override
	public void channelRead(ChannelHandlerContext context, Object message) {
		FileDescriptor descriptor = (FileDescriptor) message;
		if (NotePipe.isNote(descriptor.intValue())) {
			readNote(descriptor);
			answer(context, HandoffCode.TAKEN);
		}
		else {
			connection(context, descriptor);
		}
	}

	/**
	 * A connection whose note cannot be read is refused: what was read of it is missing.
	 */
	private void readNote(FileDescriptor descriptor) {
		this.note = this.notes.read(descriptor);
		this.noteLost = this.note == null;
		NotePipe.close(descriptor);
	}

	private void connection(ChannelHandlerContext context, FileDescriptor descriptor) {
		ConnectionNote note = this.note;
		boolean complete = !this.noteLost;
		this.note = null;
		this.noteLost = false;
		if (this.limit.isReachedBy(descriptor.intValue())) {
			NotePipe.close(descriptor);
			refuseForLackOfDescriptors(context);
		}
		else if (complete && this.receiver.reserve(note)) {
			this.takenNotes[this.reserved] = note;
			this.taken[this.reserved++] = descriptor.intValue();
			answer(context, HandoffCode.TAKEN);
		}
		else {
			NotePipe.close(descriptor);
			answer(context, HandoffCode.REFUSED);
			if (!complete) {
				awaitDescriptors(context);
			}
		}
	}

	private void answer(ChannelHandlerContext context, HandoffCode code) {
		if (code == HandoffCode.REFUSED) {
			this.refused++;
		}
		this.codes[this.received++] = code.code();
		if (this.received == MAX_BATCH) {
			flush(context);
		}
	}

	/**
	 * The sender keeps its copy of a connection until it is acknowledged, so nothing is
	 * lost.
	 */
	private void refuseForLackOfDescriptors(ChannelHandlerContext context) {
		this.limit.warn(logger, "This process takes no more connections until others end");
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
		long total = this.total + this.received;
		this.received = 0;
		context.writeAndFlush(acknowledgement, context.voidPromise());
		takeReserved();
		this.total = total;
	}

	private void takeReserved() {
		int count = this.reserved;
		this.accepted += count;
		this.reserved = 0;
		for (int i = 0; i < count; i++) {
			ConnectionNote note = this.takenNotes[i];
			this.takenNotes[i] = null;
			if (note != null) {
				this.moved++;
			}
			take(new FileDescriptor(this.taken[i]), note);
		}
	}

	private void take(FileDescriptor descriptor, @Nullable ConnectionNote note) {
		try {
			this.receiver.take(descriptor.intValue(), note);
		}
		catch (IOException | RuntimeException ex) {
			// The client gave up while its connection was in transit.
			logger.debug("Dropping a connection that cannot be served", ex);
			NotePipe.close(descriptor);
		}
	}

	@Override
	public void channelInactive(ChannelHandlerContext context) {
		// Netty closes without completing the read: the rest is in no other hands.
		takeReserved();
		this.notes.close();
		this.receiver.end();
	}

	@Override
	public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
		if (cause instanceof NativeIoException failed && failed.expectedErr() == NO_DESCRIPTOR) {
			// Behind a note it was the note's connection.
			this.noteLost = this.note == null;
			this.note = null;
			refuseForLackOfDescriptors(context);
			flush(context);
			return;
		}
		if (cause instanceof NativeIoException failed && failed.expectedErr() == RESET) {
			logger.debug("Handoff channel broke", cause);
		}
		else {
			logger.error("Closing the handoff channel after an unexpected error", cause);
		}
		// What is not answered still belongs to the sender.
		flush(context);
		context.close();
	}

}
