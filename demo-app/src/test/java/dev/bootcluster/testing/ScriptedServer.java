// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.testing;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A server that does to each connection what its script says, however wrong.
 */
final class ScriptedServer implements AutoCloseable {

	private final ServerSocket listener;

	private final Script script;

	private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();

	ScriptedServer(Script script) throws IOException {
		this.listener = new ServerSocket(0, 100, InetAddress.getByName("127.0.0.1"));
		this.script = script;
		start("accept", this::accept);
	}

	int port() {
		return this.listener.getLocalPort();
	}

	int connections() {
		return this.sockets.size();
	}

	private void accept() {
		try {
			while (true) {
				Socket socket = this.listener.accept();
				this.sockets.add(socket);
				start("script", () -> play(socket));
			}
		}
		catch (IOException ex) {
			// The test is over.
		}
	}

	private void play(Socket socket) {
		try (socket) {
			this.script.play(new Peer(socket));
		}
		catch (IOException ex) {
			// The client went away, which scripts need not care for.
		}
	}

	private static void start(String name, Runnable task) {
		Thread thread = new Thread(task, name);
		thread.setDaemon(true);
		thread.start();
	}

	@Override
	public void close() throws IOException {
		this.listener.close();
		for (Socket socket : this.sockets) {
			socket.close();
		}
	}

	/**
	 * What happens to one connection; it is closed at the end.
	 */
	@FunctionalInterface
	interface Script {

		void play(Peer peer) throws IOException;

	}

	/**
	 * The server's view of one connection.
	 */
	static final class Peer {

		private static final Pattern CONTENT_LENGTH = Pattern.compile("Content-Length: (\\d+)");

		private final Socket socket;

		private final DataInputStream input;

		Peer(Socket socket) throws IOException {
			this.socket = socket;
			this.input = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
		}

		/**
		 * Read a request.
		 * @return its head as it came, and its body without chunks
		 * @throws EOFException if the client has closed
		 */
		String read() throws IOException {
			StringBuilder request = new StringBuilder();
			for (String line = line(); !line.isEmpty(); line = line()) {
				request.append(line).append("\r\n");
			}
			Matcher length = CONTENT_LENGTH.matcher(request);
			boolean chunked = request.indexOf("Transfer-Encoding: chunked") != -1;
			request.append("\r\n");
			if (chunked) {
				for (int size = chunkSize(); size > 0; size = chunkSize()) {
					request.append(bytes(size)).append(line());
				}
				line();
			}
			else if (length.find()) {
				request.append(bytes(Integer.parseInt(length.group(1))));
			}
			return request.toString();
		}

		private int chunkSize() throws IOException {
			return Integer.parseInt(line(), 16);
		}

		private String line() throws IOException {
			StringBuilder line = new StringBuilder();
			while (line.indexOf("\r\n") == -1) {
				line.append((char) this.input.readUnsignedByte());
			}
			return line.substring(0, line.length() - 2);
		}

		private String bytes(int length) throws IOException {
			byte[] bytes = new byte[length];
			this.input.readFully(bytes);
			return new String(bytes, StandardCharsets.ISO_8859_1);
		}

		void readByte() throws IOException {
			this.input.readByte();
		}

		void write(String bytes) throws IOException {
			this.socket.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
		}

		void answer(int status, String body, String... headers) throws IOException {
			write(head(status, body.length(), headers) + body);
		}

		void answerHello(String... headers) throws IOException {
			answer(200, "Handled by process 42", headers);
		}

		void answerInChunks(int size, String body, String... headers) throws IOException {
			ByteArrayOutputStream wire = new ByteArrayOutputStream();
			for (int start = 0; start < body.length(); start += size) {
				String chunk = body.substring(start, Math.min(body.length(), start + size));
				wire.writeBytes("%x\r\n%s\r\n".formatted(chunk.length(), chunk).getBytes(StandardCharsets.ISO_8859_1));
			}
			String head = head(200, -1, headers);
			write(head + wire.toString(StandardCharsets.ISO_8859_1) + "0\r\n\r\n");
		}

		private static String head(int status, int length, String... headers) {
			String framing = (length >= 0) ? "Content-Length: " + length : "Transfer-Encoding: chunked";
			StringBuilder head = new StringBuilder("HTTP/1.1 %d \r\n%s\r\n".formatted(status, framing));
			for (String header : headers) {
				head.append(header).append("\r\n");
			}
			return head.append("\r\n").toString();
		}

		void reset() throws IOException {
			this.socket.setSoLinger(true, 0);
			this.socket.close();
		}

	}

}
