// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.ipc;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.LengthFieldBasedFrameDecoder;
import io.netty.handler.codec.LengthFieldPrepender;
import io.netty.handler.codec.MessageToMessageCodec;
import org.jspecify.annotations.Nullable;

/**
 * Converts messages to frames and back.
 */
public final class Wire {

	static final int MAX_FRAME = 4 * 1024 * 1024;

	private Wire() {
	}

	/**
	 * Convert a value to what a reply carries: a tree of maps, lists, strings, numbers
	 * and booleans.
	 * @param value the value
	 * @return its tree
	 */
	public static Object toJson(Object value) {
		return Objects.requireNonNull(JsonTree.of(value));
	}

	/**
	 * Convert what a reply carries to a value.
	 * @param <T> its type
	 * @param json its tree
	 * @param type its type
	 * @return the value
	 * @throws IllegalArgumentException if it is not the tree of such a value
	 */
	public static <T> T fromJson(Object json, Class<T> type) {
		return type.cast(Objects.requireNonNull(JsonTree.to(type, json)));
	}

	/**
	 * Write a value to a file.
	 * @param file the file
	 * @param value the value
	 * @throws IOException if it cannot be written
	 */
	public static void write(Path file, Object value) throws IOException {
		byte[] json = bytes(value);
		try {
			Files.write(file, json);
		}
		catch (IOException ex) {
			throw new WriteFailure(file, ex);
		}
	}

	/**
	 * Read a value from a file.
	 * @param <T> its type
	 * @param file the file
	 * @param type its type
	 * @return the value
	 * @throws IOException if it cannot be read
	 */
	public static <T> T read(Path file, Class<T> type) throws IOException {
		try {
			return value(Files.readAllBytes(file), type);
		}
		catch (IllegalArgumentException ex) {
			throw new IOException("%s is not a valid %s".formatted(file, type.getSimpleName()), ex);
		}
	}

	private static <T> T value(byte[] json, Class<T> type) {
		Object tree = JsonText.parse(json);
		if (tree == null) {
			throw new IllegalArgumentException("It is null");
		}
		return fromJson(tree, type);
	}

	/**
	 * Read the JSON object of a frame.
	 * @return its content, {@code null} if it is none
	 */
	static @Nullable Map<?, ?> json(ByteBuf frame) {
		try {
			return (JsonText.parse(ByteBufUtil.getBytes(frame)) instanceof Map<?, ?> object) ? object : null;
		}
		catch (IllegalArgumentException ex) {
			return null;
		}
	}

	static byte[] bytes(Object value) {
		return JsonText.write(toJson(value)).getBytes(StandardCharsets.UTF_8);
	}

	static void install(ChannelPipeline pipeline, Class<? extends Message> received) {
		installFrames(pipeline);
		installMessages(pipeline, received);
	}

	static void installFrames(ChannelPipeline pipeline) {
		pipeline.addLast(new LengthFieldBasedFrameDecoder(MAX_FRAME, 0, 4, 0, 4));
		pipeline.addLast(new LengthFieldPrepender(4));
	}

	static void installMessages(ChannelPipeline pipeline, Class<? extends Message> received) {
		pipeline.addLast(new Codec(received));
	}

	/**
	 * Converts messages to the JSON in a frame and back.
	 */
	private static final class Codec extends MessageToMessageCodec<ByteBuf, Message> {

		private final Class<? extends Message> received;

		Codec(Class<? extends Message> received) {
			this.received = received;
		}

		@Override
		protected void encode(ChannelHandlerContext context, Message message, List<Object> out) {
			out.add(context.alloc().buffer().writeBytes(bytes(message)));
		}

		@Override
		protected void decode(ChannelHandlerContext context, ByteBuf frame, List<Object> out) {
			out.add(value(ByteBufUtil.getBytes(frame), this.received));
		}

	}

}
