// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.ipc;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufInputStream;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.LengthFieldBasedFrameDecoder;
import io.netty.handler.codec.LengthFieldPrepender;
import io.netty.handler.codec.MessageToMessageCodec;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/**
 * Converts messages to frames and back.
 */
public final class Wire {

	static final int MAX_FRAME = 4 * 1024 * 1024;

	private static final JsonMapper MAPPER = JsonMapper.builder()
		.disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
		.build();

	private Wire() {
	}

	/**
	 * Convert a value to the JSON that a reply carries.
	 * @param value the value
	 * @return its JSON
	 */
	public static JsonNode toJson(Object value) {
		return MAPPER.valueToTree(value);
	}

	/**
	 * Convert the JSON of a reply to a value.
	 * @param <T> its type
	 * @param json its JSON
	 * @param type its type
	 * @return the value
	 */
	public static <T> T fromJson(JsonNode json, Class<T> type) {
		return MAPPER.readerFor(type).readValue(json);
	}

	/**
	 * Write a value to a file.
	 * @param file the file
	 * @param value the value
	 * @throws IOException if it cannot be written
	 */
	public static void write(Path file, Object value) throws IOException {
		byte[] json = MAPPER.writeValueAsBytes(value);
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
			return MAPPER.readValue(Files.readAllBytes(file), type);
		}
		catch (JacksonException ex) {
			throw new IOException("%s is not a valid %s".formatted(file, type.getSimpleName()), ex);
		}
	}

	/**
	 * Read the JSON of a frame.
	 * @return its JSON, missing if it is none
	 */
	static JsonNode json(ByteBuf frame) {
		try {
			JsonNode json = MAPPER.readTree((InputStream) new ByteBufInputStream(frame));
			return (json != null) ? json : MissingNode.getInstance();
		}
		catch (JacksonException ex) {
			return MissingNode.getInstance();
		}
	}

	static byte[] bytes(Message message) {
		return MAPPER.writeValueAsBytes(message);
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
			out.add(context.alloc().buffer().writeBytes(MAPPER.writeValueAsBytes(message)));
		}

		@Override
		protected void decode(ChannelHandlerContext context, ByteBuf frame, List<Object> out) {
			out.add(MAPPER.readValue((InputStream) new ByteBufInputStream(frame), this.received));
		}

	}

}
