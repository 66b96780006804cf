// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.worker;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/**
 * Sends requests to this worker's own Tomcat, over real connections and through all
 * filters and handlers, while the primary does not hand it any connections.
 */
final class OwnRequests implements AutoCloseable {

	private static final int MAX_ANSWER = 16 * 1024 * 1024;

	private static final String REQUEST = "GET %s HTTP/1.1\r\nHost: localhost\r\nUser-Agent: cluster-warmup\r\n"
			+ "Accept: */*\r\nConnection: close\r\n\r\n";

	private final HandoffEndpoint endpoint;

	private final Duration timeout;

	private final ServerSocketChannel listener;

	/**
	 * Open a port on the loopback interface until this object is closed.
	 * @param timeout how long a request may take until its response is complete
	 */
	OwnRequests(HandoffEndpoint endpoint, Duration timeout) throws IOException {
		this.endpoint = endpoint;
		this.timeout = timeout;
		this.listener = ServerSocketChannel.open();
		this.listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
	}

	/**
	 * Send a GET request and read the whole response.
	 * @return the response status
	 * @throws SocketTimeoutException if the response is not complete in time
	 * @throws IOException if there is no response
	 */
	int get(String path) throws IOException {
		try (SocketChannel client = SocketChannel.open(this.listener.getLocalAddress())) {
			SocketChannel connection = accept(client);
			this.endpoint.awaitRoom();
			this.endpoint.serveOwn(connection);
			Deadline deadline = new Deadline(client.socket(), System.nanoTime(), this.timeout);
			deadline.apply();
			try (Socket socket = this.endpoint.isSSLEnabled() ? encrypted(client.socket()) : client.socket()) {
				socket.getOutputStream().write(REQUEST.formatted(path).getBytes(StandardCharsets.US_ASCII));
				return status(socket.getInputStream(), deadline);
			}
		}
		catch (SocketTimeoutException ex) {
			throw new SocketTimeoutException(
					"the response was not complete after %d ms".formatted(this.timeout.toMillis()));
		}
	}

	/**
	 * Any process on this machine can connect to the port, but only this client is
	 * served.
	 */
	private SocketChannel accept(SocketChannel client) throws IOException {
		SocketChannel connection = this.listener.accept();
		while (!client.getLocalAddress().equals(connection.getRemoteAddress())) {
			connection.close();
			connection = this.listener.accept();
		}
		return connection;
	}

	private static int status(InputStream answer, Deadline deadline) throws IOException {
		byte[] start = answer.readNBytes("HTTP/1.1 200".length());
		String line = new String(start, StandardCharsets.US_ASCII);
		if (!line.matches("HTTP/1\\.1 \\d{3}")) {
			throw new IOException("there was no HTTP response");
		}
		byte[] buffer = new byte[8192];
		int total = 0;
		int count;
		while (total < MAX_ANSWER && (count = answer.read(buffer)) != -1) {
			total += count;
			deadline.apply();
		}
		return Integer.parseInt(line.substring(line.length() - 3));
	}

	/**
	 * Trusts any certificate: the other side is this process.
	 */
	private static Socket encrypted(Socket socket) throws IOException {
		try {
			SSLContext context = SSLContext.getInstance("TLS");
			context.init(null, new TrustManager[] { new TrustAll() }, null);
			SSLSocket encrypted = (SSLSocket) context.getSocketFactory().createSocket(socket, "localhost", 0, true);
			encrypted.startHandshake();
			return encrypted;
		}
		catch (GeneralSecurityException ex) {
			throw new IOException(ex);
		}
	}

	@Override
	public void close() throws IOException {
		this.listener.close();
	}

	/**
	 * Limits the total time of reads, each of which may succeed without the response ever
	 * ending.
	 */
	private record Deadline(Socket socket, long start, Duration timeout) {

		void apply() throws IOException {
			long left = this.timeout.toMillis() - (System.nanoTime() - this.start) / 1_000_000;
			if (left <= 0) {
				throw new SocketTimeoutException();
			}
			this.socket.setSoTimeout((int) left);
		}

	}

	/**
	 * Trusts every certificate.
	 */
	private static final class TrustAll implements X509TrustManager {

		@Override
		public void checkClientTrusted(X509Certificate[] chain, String type) {
			// The peer is this process.
		}

		@Override
		public void checkServerTrusted(X509Certificate[] chain, String type) {
			// The peer is this process.
		}

		@Override
		public X509Certificate[] getAcceptedIssuers() {
			return new X509Certificate[0];
		}

	}

}
