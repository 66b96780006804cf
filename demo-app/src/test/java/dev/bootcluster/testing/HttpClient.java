// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.testing;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Random;

import org.jspecify.annotations.Nullable;

/**
 * One client of a load, with at most one connection.
 */
final class HttpClient implements AutoCloseable {

	private final InetSocketAddress address;

	private final Duration timeout;

	private final boolean keepAlive;

	private final Workload workload;

	private final LoadRecorder recorder;

	private @Nullable HttpConnection connection;

	HttpClient(InetSocketAddress address, Duration timeout, boolean keepAlive, Workload workload,
			LoadRecorder recorder) {
		this.address = address;
		this.timeout = timeout;
		this.keepAlive = keepAlive;
		this.workload = workload;
		this.recorder = recorder;
	}

	/**
	 * Make one request and record what becomes of it.
	 * @param random the source of chance
	 * @return whether there was an answer
	 * @throws IOException if this machine cannot open connections
	 */
	boolean request(Random random) throws IOException {
		Request request = this.workload.next(random);
		if (!this.keepAlive) {
			request = request.with("Connection", "close");
		}
		long start = System.nanoTime();
		try {
			Response response = connection().exchange(request);
			this.recorder.answered(Duration.ofNanos(System.nanoTime() - start));
			judge(request, response);
			release(response);
			return true;
		}
		catch (RequestFailedException ex) {
			this.recorder.failed(ex.outcome(), request, localPort(), String.valueOf(ex.getMessage()));
			close();
			return false;
		}
	}

	private HttpConnection connection() throws IOException {
		HttpConnection connection = this.connection;
		if (connection != null && !connection.isOpen()) {
			this.recorder.closedIdle();
			close();
			connection = null;
		}
		if (connection == null) {
			connection = HttpConnection.open(this.address, this.timeout);
			this.recorder.connected();
			this.connection = connection;
		}
		return connection;
	}

	private void judge(Request request, Response response) {
		if (response.status() >= 500) {
			fail((response.status() == 503) ? Outcome.UNAVAILABLE : Outcome.SERVER_ERROR, request, response.toString());
		}
		else if (response.status() < 200 || response.status() >= 300) {
			fail(Outcome.OTHER_STATUS, request, response.toString());
		}
		else {
			String problem = this.workload.problem(request, response);
			if (problem != null) {
				fail(Outcome.WRONG, request, problem);
				return;
			}
			this.recorder.succeeded();
			this.workload.pid(response).ifPresent(this.recorder::servedBy);
		}
	}

	private void fail(Outcome outcome, Request request, String detail) {
		this.recorder.failed(outcome, request, localPort(), detail);
	}

	private void release(Response response) {
		if (this.keepAlive && response.announcesClose()) {
			this.recorder.closeAnnounced();
		}
		if (!this.keepAlive || response.announcesClose()) {
			close();
		}
	}

	private int localPort() {
		return (this.connection != null) ? this.connection.localPort() : 0;
	}

	@Override
	public void close() {
		if (this.connection != null) {
			this.connection.close();
			this.connection = null;
		}
	}

}
