// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.it;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * HTTP/2 by hand on one connection (RFC 9113), to see what no client tells: its GOAWAYs.
 */
final class RawHttp2 implements AutoCloseable {

	private static final String PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n";

	private static final int DATA = 0x0;

	private static final int HEADERS = 0x1;

	private static final int RST_STREAM = 0x3;

	private static final int SETTINGS = 0x4;

	private static final int PING = 0x6;

	private static final int GOAWAY = 0x7;

	private static final int WINDOW_UPDATE = 0x8;

	private static final int END_STREAM = 0x1;

	private static final int ACK = 0x1;

	private static final int END_HEADERS = 0x4;

	private static final int WINDOW = 64 * 1024 * 1024;

	private final Socket socket;

	private final boolean tls;

	private final Map<Integer, Stream> streams = new ConcurrentHashMap<>();

	private final List<Integer> goAways = new CopyOnWriteArrayList<>();

	private final CompletableFuture<Void> end = new CompletableFuture<>();

	private int next = 1;

	RawHttp2(Socket socket, boolean tls) throws IOException {
		this.socket = socket;
		this.tls = tls;
		socket.setTcpNoDelay(true);
		socket.getOutputStream().write(PREFACE.getBytes(StandardCharsets.US_ASCII));
		// SETTINGS_INITIAL_WINDOW_SIZE
		send(SETTINGS, 0, 0, ByteBuffer.allocate(6).putShort((short) 4).putInt(WINDOW).array());
		send(WINDOW_UPDATE, 0, 0, ByteBuffer.allocate(4).putInt(WINDOW).array());
		Thread reader = new Thread(this::read, "raw-http2");
		reader.setDaemon(true);
		reader.start();
	}

	/**
	 * Begin a request.
	 * @return its stream
	 */
	Stream request(String method, String path) throws IOException {
		ByteArrayOutputStream block = new ByteArrayOutputStream();
		boolean get = method.equals("GET");
		// Of the static table: the method, the scheme, and the names of what follows.
		block.write(get ? 0x82 : 0x83);
		block.write(this.tls ? 0x87 : 0x86);
		literal(block, 4, path);
		literal(block, 1, "localhost");
		Stream stream = new Stream(this.next);
		this.next += 2;
		this.streams.put(stream.id, stream);
		send(HEADERS, END_HEADERS | (get ? END_STREAM : 0), stream.id, block.toByteArray());
		return stream;
	}

	private static void literal(ByteArrayOutputStream block, int name, String value) throws IOException {
		block.write(name);
		block.write(value.length());
		block.write(value.getBytes(StandardCharsets.US_ASCII));
	}

	void data(Stream stream, byte[] bytes, boolean last) throws IOException {
		send(DATA, last ? END_STREAM : 0, stream.id, bytes);
	}

	private synchronized void send(int type, int flags, int stream, byte[] payload) throws IOException {
		this.socket.getOutputStream()
			.write(ByteBuffer.allocate(9 + payload.length)
				.putInt(payload.length << 8 | type)
				.put((byte) flags)
				.putInt(stream)
				.put(payload)
				.array());
		this.socket.getOutputStream().flush();
	}

	private void read() {
		try {
			DataInputStream in = new DataInputStream(this.socket.getInputStream());
			while (true) {
				int lengthAndType = in.readInt();
				int flags = in.readUnsignedByte();
				int stream = in.readInt() & Integer.MAX_VALUE;
				byte[] payload = new byte[lengthAndType >>> 8];
				in.readFully(payload);
				received(lengthAndType & 0xFF, flags, stream, payload);
			}
		}
		catch (IOException ex) {
			this.streams.values().forEach((stream) -> stream.answer.completeExceptionally(ex));
			this.end.complete(null);
		}
	}

	private void received(int type, int flags, int id, byte[] payload) throws IOException {
		Stream stream = this.streams.get(id);
		if (type == SETTINGS && (flags & ACK) == 0) {
			send(SETTINGS, ACK, 0, new byte[0]);
		}
		else if (type == PING && (flags & ACK) == 0) {
			send(PING, ACK, 0, payload);
		}
		else if (type == GOAWAY) {
			this.goAways.add(ByteBuffer.wrap(payload).getInt());
		}
		else if (stream != null && type == RST_STREAM) {
			stream.answer.completeExceptionally(
					new IOException("Stream %d was reset with %d".formatted(id, ByteBuffer.wrap(payload).getInt())));
		}
		else if (stream != null && (type == DATA || type == HEADERS)) {
			if (type == DATA) {
				stream.body.write(payload);
			}
			if ((flags & END_STREAM) != 0) {
				stream.answer.complete(stream.body.toByteArray());
			}
		}
	}

	/**
	 * The last streams that the server has named in its GOAWAYs.
	 */
	List<Integer> goAways() {
		return this.goAways;
	}

	/**
	 * Completes when the server has closed the connection.
	 */
	CompletableFuture<Void> end() {
		return this.end;
	}

	@Override
	public void close() throws IOException {
		this.socket.close();
	}

	/**
	 * A request and its answer.
	 */
	static final class Stream {

		private final int id;

		private final ByteArrayOutputStream body = new ByteArrayOutputStream();

		private final CompletableFuture<byte[]> answer = new CompletableFuture<>();

		Stream(int id) {
			this.id = id;
		}

		int id() {
			return this.id;
		}

		CompletableFuture<byte[]> answer() {
			return this.answer;
		}

	}

}
