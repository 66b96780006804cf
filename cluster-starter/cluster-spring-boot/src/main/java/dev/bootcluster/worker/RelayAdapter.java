// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.worker;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.RejectedExecutionException;

import dev.bootcluster.ipc.RelayOrigin;
import org.apache.catalina.Globals;
import org.apache.coyote.Adapter;
import org.apache.coyote.Request;
import org.apache.coyote.Response;
import org.apache.tomcat.util.net.SocketEvent;
import org.jspecify.annotations.Nullable;

/**
 * Gives a relayed request the addresses and the scheme of its client, as if the client
 * had connected to this worker. A request that does not say where it comes from is
 * refused. One that comes from another worker itself is answered here: the header that
 * says so is replaced in requests of clients.
 *
 * @param container what answers the requests
 * @param answers what other processes of the cluster ask of this worker itself
 */
record RelayAdapter(Adapter container, WorkerAnswers answers) implements Adapter {

	@Override
	public void service(Request request, Response response) throws Exception {
		String header = request.getMimeHeaders().getHeader(RelayOrigin.HEADER);
		if (RelayOrigin.WORKER.equals(header)) {
			answer(request, response);
			return;
		}
		RelayOrigin origin = RelayOrigin.parse(header);
		if (origin == null) {
			response.setStatus(403);
			return;
		}
		request.getMimeHeaders().removeHeader(RelayOrigin.HEADER);
		apply(origin, request);
		this.container.service(request, response);
	}

	private void answer(Request request, Response response) throws IOException {
		byte[] answer;
		try {
			answer = this.answers.to(request.requestURI().toString());
		}
		catch (RejectedExecutionException ex) {
			response.setStatus(503);
			return;
		}
		if (answer == null) {
			response.setStatus(404);
			return;
		}
		response.setStatus(200);
		response.setContentType("application/json");
		response.setContentLength(answer.length);
		response.doWrite(ByteBuffer.wrap(answer));
	}

	private static void apply(RelayOrigin origin, Request request) {
		request.remoteAddr().setString(origin.remoteAddress());
		request.remoteHost().setString(origin.remoteAddress());
		request.setRemotePort(origin.remotePort());
		request.localAddr().setString(origin.localAddress());
		request.localName().setString(origin.localAddress());
		request.setLocalPort(origin.localPort());
		request.scheme().setString(origin.scheme());
		request.setServerPort(origin.serverPort());
		request.setAttribute(RelayOrigin.ATTRIBUTE, origin);
		if (origin.forwarded()) {
			request.setAttribute(Globals.REQUEST_FORWARDED_ATTRIBUTE, Boolean.TRUE);
		}
	}

	@Override
	public boolean prepare(Request request, Response response) throws Exception {
		return this.container.prepare(request, response);
	}

	@Override
	public boolean asyncDispatch(Request request, Response response, SocketEvent status) throws Exception {
		return this.container.asyncDispatch(request, response, status);
	}

	@Override
	public void log(Request request, Response response, long time) {
		this.container.log(request, response, time);
	}

	@Override
	public void checkRecycled(Request request, Response response) {
		this.container.checkRecycled(request, response);
	}

	/**
	 * Without a domain Tomcat makes no beans for the protocol, which would be among the
	 * application's metrics.
	 */
	@Override
	public @Nullable String getDomain() {
		return null;
	}

}
