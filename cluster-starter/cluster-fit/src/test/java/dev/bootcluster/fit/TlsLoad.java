// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.fit;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import javax.net.ssl.SSLContext;

/**
 * Clients that ask for a path over TLS again and again and never try again what failed.
 * Half of them keep their connection until the server announces its end, the others open
 * one for each request.
 */
final class TlsLoad implements AutoCloseable {

	private static final int TIMEOUT_MILLIS = 10_000;

	private static final Pattern LENGTH = Pattern.compile("(?im)^content-length: (\\d+)");

	private final SSLContext context;

	private final int port;

	private final String path;

	private final AtomicLong answers = new AtomicLong();

	private final Queue<String> failures = new ConcurrentLinkedQueue<>();

	private final List<Thread> threads = new ArrayList<>();

	private volatile boolean stopping;

	private final Duration pause;

	private TlsLoad(SSLContext context, int port, String path, Duration pause) {
		this.pause = pause;
		this.context = context;
		this.port = port;
		this.path = path;
	}

	static TlsLoad start(SSLContext context, int port, String path, int clients, Duration pause) {
		TlsLoad load = new TlsLoad(context, port, path, pause);
		for (int i = 0; i < clients; i++) {
			boolean keepAlive = i % 2 == 0;
			Thread thread = new Thread(() -> load.run(keepAlive), "tls-client-" + i);
			thread.setDaemon(true);
			load.threads.add(thread);
			thread.start();
		}
		return load;
	}

	/**
	 * Ask once.
	 */
	static String get(SSLContext context, int port, String path) throws IOException {
		TlsLoad load = new TlsLoad(context, port, path, Duration.ZERO);
		try (Socket socket = load.connect()) {
			return load.exchange(socket, false).body();
		}
	}

	long answers() {
		return this.answers.get();
	}

	/**
	 * What went wrong up to now.
	 */
	List<String> failures() {
		return List.copyOf(this.failures);
	}

	/**
	 * Finish the requests that are under way.
	 */
	void stop() throws InterruptedException {
		this.stopping = true;
		for (Thread thread : this.threads) {
			thread.join();
		}
	}

	@Override
	public void close() {
		this.stopping = true;
	}

	private void run(boolean keepAlive) {
		while (!this.stopping) {
			try (Socket socket = connect()) {
				boolean open = true;
				while (open && !this.stopping) {
					open = exchange(socket, keepAlive).staysOpen() && keepAlive;
					this.answers.incrementAndGet();
					LockSupport.parkNanos(this.pause.toNanos());
				}
			}
			catch (IOException ex) {
				this.failures.add(ex.toString());
			}
		}
	}

	private Socket connect() throws IOException {
		Socket socket = this.context.getSocketFactory().createSocket("127.0.0.1", this.port);
		socket.setSoTimeout(TIMEOUT_MILLIS);
		return socket;
	}

	private Exchange exchange(Socket socket, boolean keepAlive) throws IOException {
		socket.getOutputStream()
			.write("GET %s HTTP/1.1\r\nHost: localhost\r\nConnection: %s\r\n\r\n"
				.formatted(this.path, keepAlive ? "keep-alive" : "close")
				.getBytes(StandardCharsets.US_ASCII));
		InputStream in = socket.getInputStream();
		String head = head(in);
		Matcher length = LENGTH.matcher(head);
		if (!head.startsWith("HTTP/1.1 200 ") || !length.find()) {
			throw new IOException("Unexpected answer: " + head);
		}
		byte[] body = in.readNBytes(Integer.parseInt(length.group(1)));
		if (body.length != Integer.parseInt(length.group(1))) {
			throw new EOFException("The body ended early");
		}
		return new Exchange(new String(body, StandardCharsets.UTF_8),
				!head.toLowerCase(Locale.ROOT).contains("connection: close"));
	}

	private static String head(InputStream in) throws IOException {
		ByteArrayOutputStream head = new ByteArrayOutputStream();
		while (!head.toString(StandardCharsets.US_ASCII).endsWith("\r\n\r\n")) {
			int next = in.read();
			if (next == -1) {
				throw new EOFException(
						"The server closed the connection after " + head.size() + " bytes of its answer");
			}
			head.write(next);
		}
		return head.toString(StandardCharsets.US_ASCII);
	}

	/**
	 * An answer.
	 */
	private record Exchange(String body, boolean staysOpen) {

	}

}
