// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.it;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.LongAdder;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * A client that thinks for long between its requests, watching its kept-alive connection
 * meanwhile. It never repeats a request.
 */
final class PausingClient implements Callable<List<PausingClient.Closed>> {

	private static final Duration SHORTEST_PAUSE = Duration.ofSeconds(32);

	private static final Duration LONGEST_PAUSE = Duration.ofSeconds(47);

	private static final String BODY = "something that must not arrive twice";

	private static final String HELLO = "GET /hello HTTP/1.1\r\nHost: localhost\r\n\r\n";

	private static final String ECHO = """
			POST /echo HTTP/1.1\r
			Host: localhost\r
			Content-Type: text/plain\r
			Content-Length: %d\r
			\r
			%s""".formatted(BODY.length(), BODY);

	private static final Pattern PID = Pattern.compile("\\d+$");

	private static final Pattern LENGTH = Pattern.compile("(?i)\r\ncontent-length: (\\d+)\r\n");

	private final Opener opener;

	private final Random random;

	private final LongAdder answers;

	private final List<Closed> closed = new ArrayList<>();

	private volatile @Nullable Socket socket;

	private volatile boolean stopped;

	/**
	 * @param opener connects
	 * @param random decides how long the pauses are
	 * @param answers counts complete answers
	 */
	PausingClient(Opener opener, Random random, LongAdder answers) {
		this.opener = opener;
		this.random = random;
		this.answers = answers;
	}

	/**
	 * Send requests until stopped.
	 * @return the connections that the server closed without having said so in an answer
	 */
	@Override
	public List<Closed> call() throws IOException {
		try {
			while (!this.stopped) {
				try (Socket socket = this.opener.open()) {
					this.socket = socket;
					use(socket);
				}
			}
		}
		catch (IOException ex) {
			if (!this.stopped) {
				throw ex;
			}
		}
		return this.closed;
	}

	private void use(Socket socket) throws IOException {
		String hello = exchange(socket, HELLO);
		Matcher pid = PID.matcher(hello.strip());
		if (!hello.startsWith("HTTP/1.1 200 ") || !pid.find()) {
			throw new AssertionError(hello);
		}
		long worker = Long.parseLong(pid.group());
		boolean last = isLast(hello);
		while (!last && !this.stopped) {
			if (!pause(socket)) {
				if (!this.stopped) {
					this.closed.add(new Closed(worker, Instant.now()));
				}
				return;
			}
			String echo = exchange(socket, ECHO);
			if (!echo.startsWith("HTTP/1.1 200 ") || !echo.endsWith("\r\n\r\n" + BODY)) {
				throw new AssertionError("Worker %d: '%s'".formatted(worker, echo));
			}
			last = isLast(echo);
		}
	}

	private static boolean isLast(String answer) {
		return answer.toLowerCase(Locale.ROOT).contains("\r\nconnection: close\r\n");
	}

	/**
	 * Wait until it is time for the next request.
	 * @return {@code false} if the server closed the connection meanwhile
	 */
	private boolean pause(Socket socket) throws IOException {
		int spread = (int) LONGEST_PAUSE.minus(SHORTEST_PAUSE).toMillis();
		socket.setSoTimeout((int) SHORTEST_PAUSE.toMillis() + this.random.nextInt(spread));
		try {
			int read = socket.getInputStream().read();
			if (read != -1) {
				throw new AssertionError("The server sent what nobody asked for: " + read);
			}
			return false;
		}
		catch (SocketTimeoutException ex) {
			return true;
		}
	}

	private String exchange(Socket socket, String request) throws IOException {
		socket.setSoTimeout((int) Duration.ofSeconds(30).toMillis());
		socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
		InputStream in = socket.getInputStream();
		ByteArrayOutputStream answer = new ByteArrayOutputStream();
		while (!isComplete(answer.toString(StandardCharsets.US_ASCII))) {
			int read = in.read();
			if (read == -1) {
				throw new IOException("Closed instead of an answer, after '%s'".formatted(answer));
			}
			answer.write(read);
		}
		this.answers.increment();
		return answer.toString(StandardCharsets.US_ASCII);
	}

	private static boolean isComplete(String answer) {
		int head = answer.indexOf("\r\n\r\n");
		Matcher length = LENGTH.matcher(answer);
		return head != -1 && length.find() && answer.length() == head + 4 + Integer.parseInt(length.group(1));
	}

	void stop() {
		this.stopped = true;
		Socket socket = this.socket;
		try {
			if (socket != null) {
				socket.close();
			}
		}
		catch (IOException ex) {
			// It is gone all the same.
		}
	}

	/**
	 * Connects to the server.
	 */
	@FunctionalInterface
	interface Opener {

		Socket open() throws IOException;

	}

	/**
	 * A connection that the server closed while it was idle.
	 *
	 * @param worker the process that served it
	 * @param time when that happened
	 */
	record Closed(long worker, Instant time) {

	}

}
