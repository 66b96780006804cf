// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.it;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * A client that has one connection and never another: a close, announced or not, is a
 * failure.
 */
final class LastingClient implements AutoCloseable {

	private final Socket socket;

	private final InputStream input;

	LastingClient(int port) throws IOException {
		this(port, InetAddress.getLoopbackAddress());
	}

	/**
	 * Connect from an address of this machine.
	 */
	LastingClient(int port, InetAddress from) throws IOException {
		this.socket = new Socket(InetAddress.getLoopbackAddress(), port, from, 0);
		this.socket.setSoTimeout(60_000);
		this.input = new BufferedInputStream(this.socket.getInputStream());
	}

	static String request(String path) {
		return "GET %s HTTP/1.1\r\nHost: localhost\r\n\r\n".formatted(path);
	}

	int localPort() {
		return this.socket.getLocalPort();
	}

	/**
	 * Send a request and return the body of its answer.
	 */
	String get(String path) throws IOException {
		send(request(path));
		return read();
	}

	void send(String bytes) throws IOException {
		this.socket.getOutputStream().write(bytes.getBytes(StandardCharsets.US_ASCII));
	}

	/**
	 * Return the body of the next answer.
	 */
	String read() throws IOException {
		String head = line();
		if (!head.startsWith("HTTP/1.1 200")) {
			throw new IOException("Wrong answer: " + head);
		}
		int length = -1;
		boolean chunked = false;
		String header;
		while (!(header = line().toLowerCase(Locale.ROOT)).isEmpty()) {
			if (header.startsWith("connection:") && header.contains("close")) {
				throw new IOException("The close was announced");
			}
			chunked |= header.equals("transfer-encoding: chunked");
			length = header.startsWith("content-length:") ? Integer.parseInt(header.substring(15).strip()) : length;
		}
		return chunked ? chunks() : text(length);
	}

	private String chunks() throws IOException {
		StringBuilder body = new StringBuilder();
		int length;
		while ((length = Integer.parseInt(line(), 16)) > 0) {
			body.append(text(length));
			line();
		}
		line();
		return body.toString();
	}

	private String text(int length) throws IOException {
		byte[] bytes = this.input.readNBytes(length);
		if (bytes.length < length) {
			throw new EOFException("Closed within an answer");
		}
		return new String(bytes, StandardCharsets.UTF_8);
	}

	private String line() throws IOException {
		StringBuilder line = new StringBuilder();
		int next;
		while ((next = this.input.read()) != '\n') {
			if (next == -1) {
				throw new EOFException("Closed after '%s'".formatted(line));
			}
			if (next != '\r') {
				line.append((char) next);
			}
		}
		return line.toString();
	}

	@Override
	public void close() throws IOException {
		this.socket.close();
	}

}
