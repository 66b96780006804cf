// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.worker;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/**
 * A client with one connection, which it never replaces.
 */
final class KeepAliveClient implements AutoCloseable {

	private final Socket socket;

	private final InputStream input;

	KeepAliveClient(InetSocketAddress address) throws IOException {
		this.socket = new Socket(address.getAddress(), address.getPort());
		this.socket.setSoTimeout(10_000);
		this.input = new BufferedInputStream(this.socket.getInputStream());
	}

	int port() {
		return this.socket.getLocalPort();
	}

	static String request(String path) {
		return "GET %s HTTP/1.1\r\nHost: localhost\r\n\r\n".formatted(path);
	}

	void send(String bytes) throws IOException {
		send(bytes.getBytes(StandardCharsets.US_ASCII));
	}

	void send(byte[] bytes) throws IOException {
		this.socket.getOutputStream().write(bytes);
	}

	/**
	 * Send a request and read its answer.
	 */
	Answer get(String path) throws IOException {
		send(request(path));
		return read();
	}

	/**
	 * Read the next answer.
	 */
	Answer read() throws IOException {
		StringBuilder head = new StringBuilder();
		while (head.indexOf("\r\n\r\n") == -1) {
			int next = this.input.read();
			if (next == -1) {
				throw new EOFException("The connection was closed after: " + head);
			}
			head.append((char) next);
		}
		int length = 0;
		for (String line : head.toString().split("\r\n")) {
			if (line.toLowerCase().startsWith("content-length:")) {
				length = Integer.parseInt(line.substring(15).strip());
			}
		}
		return new Answer(head.toString(), new String(this.input.readNBytes(length), StandardCharsets.US_ASCII));
	}

	/**
	 * Return whether the other side has closed the connection, which it need not yet.
	 */
	boolean awaitEnd() throws IOException {
		return this.input.read() == -1;
	}

	@Override
	public void close() throws IOException {
		this.socket.close();
	}

	/**
	 * An answer.
	 *
	 * @param head its status line and headers
	 * @param body its body
	 */
	record Answer(String head, String body) {

		boolean closes() {
			return this.head.contains("Connection: close");
		}

	}

}
