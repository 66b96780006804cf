// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.benchmarks;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * A connection for one request after another, opened anew whenever an answer says that it
 * was the last.
 */
final class KeptConnection implements AutoCloseable {

	private static final int BUFFER_SIZE = 16 * 1024;

	private final InetSocketAddress server;

	private final int timeoutMillis;

	private final byte[] buffer = new byte[BUFFER_SIZE];

	private Socket socket;

	KeptConnection(InetSocketAddress server, int timeoutMillis) {
		this.server = server;
		this.timeoutMillis = timeoutMillis;
	}

	/**
	 * Send a request and wait for its answer, without a retry.
	 * @param request the bytes to send
	 * @return what became of it
	 */
	Outcome exchange(byte[] request) {
		byte[] answer = {};
		Outcome outcome;
		try {
			Socket socket = connect();
			socket.getOutputStream().write(request);
			answer = read(socket.getInputStream());
			outcome = Answer.judge(answer);
		}
		catch (BindException ex) {
			throw new UserException("This machine has no more ports for the client: " + ex.getMessage());
		}
		catch (ConnectException ex) {
			outcome = Outcome.REFUSED;
		}
		catch (SocketTimeoutException ex) {
			outcome = Outcome.TIMEOUT;
		}
		catch (IOException ex) {
			outcome = Outcome.RESET;
		}
		if (outcome != Outcome.ANSWERED || isLast(answer)) {
			close();
		}
		return outcome;
	}

	/**
	 * Whether the server has left it open.
	 */
	boolean isOpen() {
		return this.socket != null;
	}

	private Socket connect() throws IOException {
		if (this.socket == null) {
			this.socket = new Socket();
			this.socket.setTcpNoDelay(true);
			this.socket.setSoTimeout(this.timeoutMillis);
			this.socket.connect(this.server, this.timeoutMillis);
		}
		return this.socket;
	}

	/**
	 * Read until the answer is complete or the server closes.
	 */
	private byte[] read(InputStream in) throws IOException {
		ByteArrayOutputStream answer = new ByteArrayOutputStream(256);
		Outcome outcome;
		do {
			int count = in.read(this.buffer);
			if (count < 0) {
				break;
			}
			answer.write(this.buffer, 0, count);
			outcome = Answer.judge(answer.toByteArray());
		}
		while (outcome == Outcome.TRUNCATED);
		return answer.toByteArray();
	}

	private static boolean isLast(byte[] answer) {
		return new String(answer, StandardCharsets.ISO_8859_1).toLowerCase(Locale.ROOT)
			.contains("\r\nconnection: close\r\n");
	}

	@Override
	public void close() {
		try {
			if (this.socket != null) {
				this.socket.close();
			}
		}
		catch (IOException ex) {
			// It is gone all the same.
		}
		this.socket = null;
	}

}
