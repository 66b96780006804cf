// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.relay;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

import dev.bootcluster.ipc.RelayExchange;
import dev.bootcluster.ipc.RelaySocket;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

/**
 * Passes one request on to a worker, and its answer back. Neither is kept here: whoever
 * is slower sets the pace.
 *
 * @param request the client's request
 * @param response the response to the client
 * @param exchange the exchange with the worker
 * @param socket the worker's socket
 */
record Relay(HttpServletRequest request, HttpServletResponse response, RelayExchange exchange, RelaySocket socket) {

	private static final int BUFFER = 8192;

	void run() throws IOException, Refusal {
		if (RelayedRequest.length(this.request) != 0) {
			this.exchange.sendBody(this.request.getInputStream());
			if (this.exchange.isIncomplete()) {
				// Such as Spring's for forms, or any that asks for parameters.
				throw Refusal.open(400, "The body cannot be relayed: a filter of the application has read it");
			}
		}
		RelayExchange.Answer answer = answer();
		CopiedAnswer.head(answer.status(), answer.headers(), this.response);
		OutputStream output = this.response.getOutputStream();
		byte[] buffer = new byte[BUFFER];
		int count;
		while ((count = read(answer.body(), buffer)) != -1) {
			output.write(buffer, 0, count);
			if (answer.body().available() == 0) {
				// More may come much later, as in a stream of events.
				output.flush();
			}
		}
	}

	private RelayExchange.Answer answer() throws Refusal {
		try {
			return this.exchange.answer(null);
		}
		catch (IOException ex) {
			throw lost(ex);
		}
	}

	private int read(InputStream body, byte[] buffer) throws IOException, Refusal {
		try {
			return body.read(buffer);
		}
		catch (IOException ex) {
			if (!this.response.isCommitted()) {
				this.response.reset();
				throw lost(ex);
			}
			cut(ex);
			return -1;
		}
	}

	private Refusal lost(IOException cause) {
		return Refusal.secret(502,
				"Slot %d (pid %d): %s".formatted(this.socket.slot(), this.socket.pid(), cause.getMessage()));
	}

	private void cut(IOException cause) throws IOException {
		if (!(this.request.getAttribute(RelayFilter.CUT) instanceof Runnable cut)) {
			throw cause;
		}
		cut.run();
	}

}
