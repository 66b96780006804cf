// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.ipc;

import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import org.jspecify.annotations.Nullable;

/**
 * One request to a worker and its answer. Used by one thread, which blocks in each
 * method: first the body is written, then the answer is read. Closing it before the
 * answer has ended tells the worker that nobody wants the rest.
 */
public final class RelayExchange implements AutoCloseable {

	private static final int BUFFER = 8192;

	private final Channel channel;

	private final RelayAnswers answers;

	private final RelayHead head;

	private boolean taken = true;

	private long sent;

	RelayExchange(Channel channel, RelayAnswers answers, RelayHead head) {
		this.channel = channel;
		this.answers = answers;
		this.head = head;
	}

	/**
	 * If this fails, so will what follows.
	 */
	void begin() {
		HttpRequest request = new DefaultHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.valueOf(this.head.method()),
				this.head.uri());
		this.head.headers().forEach((header) -> request.headers().add(header.getKey(), header.getValue()));
		if (this.head.length() < 0) {
			HttpUtil.setTransferEncodingChunked(request, true);
		}
		else if (this.head.length() > 0 || !isBodiless()) {
			request.headers().set(HttpHeaderNames.CONTENT_LENGTH, this.head.length());
		}
		this.channel.writeAndFlush(request);
	}

	private boolean isBodiless() {
		return List.of("GET", "HEAD", "OPTIONS", "DELETE").contains(this.head.method());
	}

	/**
	 * Send the request's body, up to the end of a stream.
	 * @param body the body
	 * @return whether the worker took all of it; one that did not may have answered
	 * already
	 * @throws IOException if the body cannot be read
	 */
	public boolean sendBody(InputStream body) throws IOException {
		byte[] buffer = new byte[BUFFER];
		int count;
		while (this.taken && (count = body.read(buffer)) != -1) {
			this.taken = isTaken(new DefaultHttpContent(Unpooled.copiedBuffer(buffer, 0, count)));
			this.sent += count;
		}
		return this.taken;
	}

	/**
	 * Return whether the body has ended before the length that its head says. The worker
	 * would wait for the rest, so that all that is left is to close this exchange.
	 * @return whether it is incomplete
	 */
	public boolean isIncomplete() {
		return this.taken && this.sent < this.head.length();
	}

	private boolean isTaken(Object part) throws IOException {
		try {
			return this.channel.writeAndFlush(part).await().isSuccess();
		}
		catch (InterruptedException ex) {
			throw interrupted();
		}
	}

	/**
	 * End the request and wait for the head of its answer.
	 * @param limit how long to wait, {@code null} for as long as the worker lives
	 * @return the answer
	 * @throws SocketTimeoutException if it does not come in time
	 * @throws IOException if the worker ends without an answer
	 */
	public Answer answer(@Nullable Duration limit) throws IOException {
		if (this.taken) {
			this.channel.writeAndFlush(LastHttpContent.EMPTY_LAST_CONTENT);
		}
		RelayAnswers.Part part = next(limit);
		if (part instanceof RelayAnswers.Head head) {
			return new Answer(head.status(), head.headers(), new Body(limit));
		}
		throw cut(part);
	}

	private RelayAnswers.Part next(@Nullable Duration limit) throws IOException {
		RelayAnswers.Part part = this.answers.parts().poll();
		if (part == null) {
			this.channel.read();
			part = await(limit);
		}
		if (part instanceof RelayAnswers.Cut) {
			// It is the answer to every later question as well.
			this.answers.parts().add(part);
		}
		return part;
	}

	private RelayAnswers.Part await(@Nullable Duration limit) throws IOException {
		RelayAnswers.Part part;
		try {
			part = (limit != null) ? this.answers.parts().poll(limit.toMillis(), TimeUnit.MILLISECONDS)
					: this.answers.parts().take();
		}
		catch (InterruptedException ex) {
			throw interrupted();
		}
		if (part == null) {
			throw new SocketTimeoutException(
					"it did not answer within %d ms".formatted(Objects.requireNonNull(limit).toMillis()));
		}
		return part;
	}

	private static IOException interrupted() {
		Thread.currentThread().interrupt();
		return new IOException("Interrupted while waiting for a worker");
	}

	private static IOException cut(RelayAnswers.Part part) {
		return new IOException("it ended before its answer was complete",
				(part instanceof RelayAnswers.Cut cut) ? cut.cause() : null);
	}

	@Override
	public void close() {
		this.channel.close();
	}

	/**
	 * An answer whose body is still to be read.
	 *
	 * @param status the status
	 * @param headers names and values, in order
	 * @param body the body; reading it fails if the worker ends before it has sent all
	 */
	public record Answer(int status, List<Map.Entry<String, String>> headers, InputStream body) {

	}

	/**
	 * The body of the answer, read from the socket as it is asked for.
	 */
	private final class Body extends InputStream {

		private final @Nullable Duration limit;

		private byte[] bytes = {};

		private int position;

		private boolean end;

		Body(@Nullable Duration limit) {
			this.limit = limit;
		}

		@Override
		public int read() throws IOException {
			byte[] one = new byte[1];
			return (read(one, 0, 1) == -1) ? -1 : Byte.toUnsignedInt(one[0]);
		}

		@Override
		public int read(byte[] target, int offset, int length) throws IOException {
			if (length == 0) {
				return 0;
			}
			if (this.position == this.bytes.length && !more()) {
				return -1;
			}
			int count = Math.min(length, this.bytes.length - this.position);
			System.arraycopy(this.bytes, this.position, target, offset, count);
			this.position += count;
			return count;
		}

		private boolean more() throws IOException {
			if (this.end) {
				return false;
			}
			RelayAnswers.Part part = next(this.limit);
			if (part instanceof RelayAnswers.Bytes received) {
				this.bytes = received.bytes();
				this.position = 0;
				return true;
			}
			if (part instanceof RelayAnswers.End) {
				this.end = true;
				return false;
			}
			throw cut(part);
		}

		/**
		 * What can be had without waiting for the worker.
		 */
		@Override
		public int available() {
			int rest = this.bytes.length - this.position;
			return (rest == 0 && RelayExchange.this.answers.parts().peek() instanceof RelayAnswers.Bytes next)
					? next.bytes().length : rest;
		}

	}

}
