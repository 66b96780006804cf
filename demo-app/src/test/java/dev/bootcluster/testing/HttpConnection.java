// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.testing;

import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;

/**
 * One connection of a client that never retries: what happens to a request on it is told
 * as it was.
 */
final class HttpConnection implements AutoCloseable {

	private final Wire wire;

	private final String host;

	private final Duration timeout;

	private int exchanges;

	private HttpConnection(Wire wire, InetSocketAddress address, Duration timeout) {
		this.wire = wire;
		this.host = "%s:%d".formatted(address.getHostString(), address.getPort());
		this.timeout = timeout;
	}

	/**
	 * Connect to a server.
	 * @param address where it listens
	 * @param timeout the time for connecting, and later for each exchange
	 * @return the open connection
	 * @throws RequestFailedException if the server does not accept
	 * @throws IOException if this machine could not even try, for lack of ports or
	 * descriptors
	 */
	static HttpConnection open(InetSocketAddress address, Duration timeout) throws IOException {
		try {
			return new HttpConnection(Wire.connect(address, timeout), address, timeout);
		}
		catch (SocketTimeoutException ex) {
			throw new RequestFailedException(Outcome.TIMED_OUT, "not connected within " + timeout, ex);
		}
		catch (ConnectException ex) {
			throw new RequestFailedException(Outcome.REFUSED, String.valueOf(ex.getMessage()), ex);
		}
		catch (SocketException ex) {
			if (String.valueOf(ex.getMessage()).startsWith("Connection reset")) {
				throw new RequestFailedException(Outcome.RESET, "while connecting", ex);
			}
			throw ex;
		}
	}

	/**
	 * Send a request and read its answer.
	 * @param request the request
	 * @return the complete answer
	 * @throws RequestFailedException if there is none, with the way in which it failed
	 */
	Response exchange(Request request) throws RequestFailedException {
		boolean reused = this.exchanges++ > 0;
		this.wire.expect(this.timeout);
		try {
			this.wire.write(request.encode(this.host));
			return answer();
		}
		catch (SocketTimeoutException ex) {
			throw failure(Outcome.TIMED_OUT, "no complete answer within " + this.timeout, ex);
		}
		catch (MalformedAnswerException ex) {
			throw failure(Outcome.WRONG, ex.getMessage(), ex);
		}
		catch (EOFException ex) {
			boolean stale = reused && !this.wire.hasReceived();
			throw failure(stale ? Outcome.RESET : Outcome.TRUNCATED, ex.getMessage(), ex);
		}
		catch (IOException ex) {
			throw failure(Outcome.RESET, ex.getMessage(), ex);
		}
	}

	private Response answer() throws IOException {
		Response response = new ResponseReader(this.wire).read();
		if (this.wire.hasInput()) {
			throw new MalformedAnswerException("bytes after the end of the answer");
		}
		return response;
	}

	/**
	 * Look at a kept-alive connection before its next request.
	 * @return {@code false} if the server has closed it, in whatever way
	 * @throws RequestFailedException if the server has sent something that nobody asked
	 * for
	 */
	boolean isOpen() throws RequestFailedException {
		boolean open = this.wire.isOpen();
		if (this.wire.hasInput()) {
			throw failure(Outcome.WRONG, "bytes before the request", new MalformedAnswerException("unsolicited"));
		}
		return open;
	}

	int localPort() {
		return this.wire.localPort();
	}

	private RequestFailedException failure(Outcome outcome, String detail, IOException cause) {
		return new RequestFailedException(outcome,
				"%s (request %d of its connection)".formatted(detail, this.exchanges), cause);
	}

	@Override
	public void close() {
		this.wire.close();
	}

}
