// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * One client with cookies, on one connection as long as the server keeps it.
 */
public final class Browser implements AutoCloseable {

	private static final Duration TIMEOUT = Duration.ofSeconds(30);

	private final InetSocketAddress server;

	private final Map<String, String> cookies = new TreeMap<>();

	private HttpConnection connection;

	private boolean closing;

	private Browser(InetSocketAddress server) throws IOException {
		this.server = server;
		this.connection = HttpConnection.open(server, TIMEOUT);
	}

	/**
	 * Connect to a cluster.
	 * @param port its port
	 * @return the client
	 */
	public static Browser on(int port) {
		try {
			return new Browser(new InetSocketAddress("127.0.0.1", port));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	public Response get(String path) {
		return send(Request.get(path));
	}

	public Response post(String path) {
		return send(Request.post(path));
	}

	/**
	 * Send a request with the cookies and keep those of the answer.
	 * @param request the request
	 * @return the answer
	 */
	public Response send(Request request) {
		Response response = exchange(this.cookies.isEmpty() ? request : request.with("Cookie", cookies()));
		response.all("set-cookie").forEach(this::remember);
		return response;
	}

	/**
	 * Wait until the server has finished with the last request, which may be after it has
	 * answered: only then it reads the next one or closes the connection.
	 * @param path what to ask for meanwhile
	 */
	public void settle(String path) {
		exchange(Request.get(path));
	}

	/**
	 * The value of a cookie.
	 * @param name the cookie's name
	 * @return the value, if the client has it
	 */
	public Optional<String> cookie(String name) {
		return Optional.ofNullable(this.cookies.get(name));
	}

	private Response exchange(Request request) {
		try {
			if (this.closing) {
				Await.until("the end of the connection", TIMEOUT, () -> !this.connection.isOpen());
				this.connection.close();
				this.connection = HttpConnection.open(this.server, TIMEOUT);
			}
			Response response = this.connection.exchange(request);
			this.closing = response.announcesClose();
			return response;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(request.toString(), ex);
		}
	}

	private void remember(String cookie) {
		String[] pair = cookie.split(";", 2)[0].split("=", 2);
		if (cookie.contains("Max-Age=0")) {
			this.cookies.remove(pair[0]);
		}
		else {
			this.cookies.put(pair[0], pair[1]);
		}
	}

	private String cookies() {
		return this.cookies.entrySet()
			.stream()
			.map((cookie) -> cookie.getKey() + "=" + cookie.getValue())
			.collect(Collectors.joining("; "));
	}

	@Override
	public void close() {
		this.connection.close();
	}

}
