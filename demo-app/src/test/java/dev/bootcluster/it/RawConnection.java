// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.it;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

import tools.jackson.databind.json.JsonMapper;

/**
 * HTTP/1.1 by hand on one connection, with TLS or without, as slowly as a test wants.
 */
final class RawConnection implements AutoCloseable {

	private static final int PATIENCE_MILLIS = 60_000;

	private final Socket socket;

	RawConnection(Socket socket) throws IOException {
		this.socket = socket;
		socket.setSoTimeout(PATIENCE_MILLIS);
		socket.setTcpNoDelay(true);
	}

	/**
	 * Ask who answers on this connection.
	 * @return the worker's pid
	 */
	long worker() throws IOException {
		send("GET /worker HTTP/1.1\r\nHost: localhost\r\n\r\n");
		return pid(new String(read(), StandardCharsets.UTF_8));
	}

	static long pid(String worker) {
		return JsonMapper.shared().readTree(worker).path("pid").asLong();
	}

	void send(String text) throws IOException {
		send(text.getBytes(StandardCharsets.US_ASCII));
	}

	void send(byte[] bytes) throws IOException {
		this.socket.getOutputStream().write(bytes);
		this.socket.getOutputStream().flush();
	}

	/**
	 * Read an answer that has to be a success.
	 * @return its body
	 */
	byte[] read() throws IOException {
		Head head = head();
		if (head.status != 200) {
			throw new IOException("The answer is " + head);
		}
		return body(head);
	}

	/**
	 * Read the head of an answer.
	 */
	Head head() throws IOException {
		String status = line();
		if (!status.startsWith("HTTP/1.1 ")) {
			throw new IOException("No answer: " + status);
		}
		Map<String, String> fields = new TreeMap<>();
		for (String line = line(); !line.isEmpty(); line = line()) {
			fields.put(line.substring(0, line.indexOf(':')).toLowerCase(Locale.ROOT),
					line.substring(line.indexOf(':') + 1).strip());
		}
		return new Head(Integer.parseInt(status.substring(9, 12)), fields);
	}

	private String line() throws IOException {
		StringBuilder line = new StringBuilder();
		int next = this.socket.getInputStream().read();
		while (next != '\n') {
			if (next == -1) {
				throw new EOFException("The connection ended after '%s'".formatted(line));
			}
			line.append((char) next);
			next = this.socket.getInputStream().read();
		}
		return line.toString().strip();
	}

	byte[] body(Head head) throws IOException {
		if (head.fields.containsKey("content-length")) {
			return exactly(Integer.parseInt(head.fields.get("content-length")));
		}
		ByteArrayOutputStream body = new ByteArrayOutputStream();
		for (int length = chunk(); length > 0; length = chunk()) {
			body.write(exactly(length));
			line();
		}
		line();
		return body.toByteArray();
	}

	private int chunk() throws IOException {
		return Integer.parseInt(line(), 16);
	}

	byte[] exactly(int length) throws IOException {
		byte[] bytes = this.socket.getInputStream().readNBytes(length);
		if (bytes.length < length) {
			throw new EOFException("The connection ended after %d of %d bytes".formatted(bytes.length, length));
		}
		return bytes;
	}

	/**
	 * Read so many bytes, too many to keep.
	 * @return their SHA-256
	 */
	String digest(long length) throws IOException {
		MessageDigest digest = sha256();
		InputStream in = this.socket.getInputStream();
		byte[] buffer = new byte[64 * 1024];
		long left = length;
		while (left > 0) {
			int count = in.read(buffer, 0, (int) Math.min(left, buffer.length));
			if (count == -1) {
				throw new EOFException("The connection ended %d bytes before the end".formatted(left));
			}
			digest.update(buffer, 0, count);
			left -= count;
		}
		return HexFormat.of().formatHex(digest.digest());
	}

	static MessageDigest sha256() {
		try {
			return MessageDigest.getInstance("SHA-256");
		}
		catch (NoSuchAlgorithmException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Return whether nothing more comes. That the close was announced is enough: what was
	 * sent after it may reset the connection.
	 */
	boolean isOver() {
		try {
			return this.socket.getInputStream().read() == -1;
		}
		catch (IOException ex) {
			return true;
		}
	}

	@Override
	public void close() throws IOException {
		this.socket.close();
	}

	/**
	 * The head of an answer.
	 *
	 * @param status its status
	 * @param fields its fields by their names in lower case
	 */
	record Head(int status, Map<String, String> fields) {

		boolean announcesClose() {
			return "close".equalsIgnoreCase(this.fields.get("connection"));
		}

	}

}
