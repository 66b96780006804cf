// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.dashboard;

import java.io.IOException;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * The answer to a request that goes on without a thread. Messages are written as far as
 * the client reads; what it has not read waits here, up to a limit, beyond which the
 * client is cut off. Any thread may call it; none waits for another, nor holds a lock
 * while it calls the container.
 */
final class EventStream implements WriteListener, AsyncListener {

	/**
	 * How many bytes may wait, unless they are one message.
	 */
	static final int MAX_WAITING = 1 << 20;

	private static final Log logger = LogFactory.getLog(EventStream.class);

	private final AsyncContext context;

	private final ServletOutputStream output;

	private final Runnable cut;

	private final Queue<byte[]> messages = new ConcurrentLinkedQueue<>();

	private final AtomicInteger waiting = new AtomicInteger();

	private final AtomicInteger turns = new AtomicInteger();

	private final AtomicBoolean ended = new AtomicBoolean();

	private volatile boolean ending;

	/**
	 * Belongs to whoever writes.
	 */
	private boolean unflushed;

	private EventStream(AsyncContext context, ServletOutputStream output, Runnable cut) {
		this.context = context;
		this.output = output;
		this.cut = cut;
	}

	/**
	 * Begin a stream. The container writes its head once the filters have returned.
	 * @param context the request, which is suspended
	 * @param cut ends the connection at once
	 */
	static EventStream begin(AsyncContext context, Runnable cut) throws IOException {
		EventStream stream = new EventStream(context, context.getResponse().getOutputStream(), cut);
		context.addListener(stream);
		stream.output.setWriteListener(stream);
		return stream;
	}

	/**
	 * Send a message, or cut off a client that does not read.
	 */
	void send(byte[] message) {
		if (this.waiting.addAndGet(message.length) > Math.max(MAX_WAITING, message.length)) {
			cut();
			return;
		}
		this.messages.add(message);
		write();
	}

	/**
	 * End the answer after what has been sent.
	 */
	void end() {
		this.ending = true;
		write();
	}

	/**
	 * End the answer, whatever the client has read.
	 */
	void cut() {
		if (this.ended.compareAndSet(false, true)) {
			try {
				this.cut.run();
			}
			finally {
				complete();
			}
		}
	}

	boolean hasEnded() {
		return this.ended.get();
	}

	@Override
	public void onWritePossible() {
		write();
	}

	/**
	 * One thread writes; others let it know that there is more to do.
	 */
	private void write() {
		if (this.turns.getAndIncrement() > 0) {
			return;
		}
		int turns = 1;
		do {
			writeAsFarAsPossible();
			turns = this.turns.addAndGet(-turns);
		}
		while (turns > 0);
	}

	private void writeAsFarAsPossible() {
		try {
			while (!this.ended.get() && this.output.isReady()) {
				byte[] message = this.messages.poll();
				if (message != null) {
					this.output.write(message);
					this.waiting.addAndGet(-message.length);
					this.unflushed = true;
				}
				else if (this.unflushed) {
					this.unflushed = false;
					this.output.flush();
				}
				else {
					endIfWanted();
					return;
				}
			}
		}
		catch (IOException | RuntimeException ex) {
			logger.debug("A client of the dashboard is gone", ex);
			endNow();
		}
	}

	private void endIfWanted() {
		if (this.ending && this.messages.isEmpty()) {
			endNow();
		}
	}

	private void endNow() {
		if (this.ended.compareAndSet(false, true)) {
			complete();
		}
	}

	private void complete() {
		try {
			this.context.complete();
		}
		catch (RuntimeException ex) {
			logger.debug("The container has ended the request already", ex);
		}
	}

	/**
	 * Writing failed.
	 */
	@Override
	public void onError(Throwable ex) {
		logger.debug("A client of the dashboard is gone", ex);
		endNow();
	}

	@Override
	public void onError(AsyncEvent event) {
		onError(event.getThrowable());
	}

	@Override
	public void onTimeout(AsyncEvent event) {
		cut();
	}

	@Override
	public void onComplete(AsyncEvent event) {
		this.ended.set(true);
	}

	@Override
	public void onStartAsync(AsyncEvent event) {
		// Nobody starts it again.
	}

}
