// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.worker;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/**
 * A WebSocket client that reads when it is told to.
 */
final class RawWebSocket implements AutoCloseable {

	private static final int CLOSE = 8;

	private final Socket socket = new Socket();

	private final DataInputStream in;

	RawWebSocket(int port) throws IOException {
		this.socket.setReceiveBufferSize(8192);
		this.socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
		this.socket.setSoTimeout(20_000);
		this.in = new DataInputStream(this.socket.getInputStream());
		this.socket.getOutputStream()
			.write(("GET /ws HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
					+ "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n")
				.getBytes(StandardCharsets.US_ASCII));
		StringBuilder head = new StringBuilder();
		while (head.indexOf("\r\n\r\n") == -1) {
			head.append((char) this.in.readByte());
		}
		if (!head.toString().startsWith("HTTP/1.1 101")) {
			throw new IOException("No WebSocket: " + head);
		}
	}

	/**
	 * Send a short text, masked with zeros.
	 */
	void send(String text) throws IOException {
		byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
		ByteArrayOutputStream frame = new ByteArrayOutputStream();
		frame.write(0x81);
		frame.write(0x80 | bytes.length);
		frame.write(new byte[4]);
		frame.write(bytes);
		this.socket.getOutputStream().write(frame.toByteArray());
	}

	/**
	 * Read a whole message.
	 * @return the message; of a close, its code
	 * @throws EOFException if the connection ends in its middle, or before it
	 */
	String read() throws IOException {
		ByteArrayOutputStream message = new ByteArrayOutputStream();
		while (true) {
			int first = this.in.readUnsignedByte();
			int length = this.in.readUnsignedByte();
			if (length == 126) {
				length = this.in.readUnsignedShort();
			}
			else if (length == 127) {
				length = Math.toIntExact(this.in.readLong());
			}
			byte[] payload = new byte[length];
			this.in.readFully(payload);
			if ((first & 0xF) == CLOSE) {
				if (message.size() > 0) {
					throw new EOFException("A close in the middle of a message");
				}
				return "close %d".formatted((payload[0] & 0xFF) << 8 | (payload[1] & 0xFF));
			}
			message.write(payload);
			if ((first & 0x80) != 0) {
				return message.toString(StandardCharsets.US_ASCII);
			}
		}
	}

	/**
	 * Return whether something has arrived that has not been read.
	 */
	boolean hasAnswer() {
		try {
			return this.in.available() > 0;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	@Override
	public void close() throws IOException {
		this.socket.close();
	}

}
