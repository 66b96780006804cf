// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.ipc;

import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;
import org.jspecify.annotations.Nullable;

/**
 * Collects the parts of an answer for the thread that waits for them. It only reads from
 * the socket when it is asked to, so that few are kept.
 */
final class RelayAnswers extends SimpleChannelInboundHandler<HttpObject> {

	private final BlockingQueue<Part> parts = new LinkedBlockingQueue<>();

	private boolean interim;

	private boolean heard;

	private boolean complete;

	BlockingQueue<Part> parts() {
		return this.parts;
	}

	@Override
	protected void channelRead0(ChannelHandlerContext context, HttpObject message) {
		if (message.decoderResult().isFailure()) {
			cut(message.decoderResult().cause());
			context.close();
			return;
		}
		if (message instanceof HttpResponse response) {
			this.interim = response.status().codeClass() == HttpStatusClass.INFORMATIONAL;
			if (!this.interim) {
				add(new Head(response.status().code(),
						response.headers()
							.entries()
							.stream()
							.map((header) -> Map.entry(header.getKey(), header.getValue()))
							.toList()));
			}
		}
		if (message instanceof HttpContent content && !this.interim) {
			if (content.content().isReadable()) {
				add(new Bytes(ByteBufUtil.getBytes(content.content())));
			}
			if (message instanceof LastHttpContent) {
				this.complete = true;
				add(new End());
			}
		}
	}

	private void add(Part part) {
		this.heard = true;
		this.parts.add(part);
	}

	/**
	 * The codec reads on by itself only if it could decode nothing.
	 */
	@Override
	public void channelReadComplete(ChannelHandlerContext context) {
		if (!this.heard) {
			context.read();
		}
		this.heard = false;
	}

	@Override
	public void channelInactive(ChannelHandlerContext context) {
		cut(null);
	}

	@Override
	public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
		cut(cause);
		context.close();
	}

	private void cut(@Nullable Throwable cause) {
		if (!this.complete) {
			this.complete = true;
			add(new Cut(cause));
		}
	}

	/**
	 * A part of an answer.
	 */
	sealed interface Part {

	}

	/**
	 * The status and headers.
	 */
	record Head(int status, List<Map.Entry<String, String>> headers) implements Part {

	}

	/**
	 * Some of the body.
	 */
	record Bytes(byte[] bytes) implements Part {

	}

	/**
	 * Nothing more.
	 */
	record End() implements Part {

	}

	/**
	 * The worker ended its connection before the answer was complete.
	 */
	record Cut(@Nullable Throwable cause) implements Part {

	}

}
