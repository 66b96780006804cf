// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.worker;

import java.io.IOException;

import jakarta.servlet.ServletException;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.apache.coyote.ActionCode;

/**
 * Offers requests for some paths a way to end their answer so that the client sees that
 * it is incomplete. An exception would do so too, but Tomcat first appends the error page
 * to what has been sent, which may be just as long as what is missing.
 */
public final class CutValve extends ValveBase {

	private final String path;

	private final String attribute;

	/**
	 * Create a valve.
	 * @param path what the path of the requests contains
	 * @param attribute the attribute that gets a {@link Runnable}
	 */
	public CutValve(String path, String attribute) {
		super(true);
		this.path = path;
		this.attribute = attribute;
	}

	@Override
	public void invoke(Request request, Response response) throws IOException, ServletException {
		// Tomcat passes on what it could not read, for an answer and the access log.
		String uri = request.getRequestURI();
		if (uri != null && uri.contains(this.path)) {
			request.setAttribute(this.attribute, new Cut(request, response));
		}
		getNext().invoke(request, response);
	}

	/**
	 * Cuts the answer to a request, and not the next one, for which Tomcat uses the same
	 * objects.
	 */
	private final class Cut implements Runnable {

		private final Request request;

		private final Response response;

		Cut(Request request, Response response) {
			this.request = request;
			this.response = response;
		}

		@Override
		public void run() {
			if (this.request.getAttribute(CutValve.this.attribute) == this) {
				this.response.getCoyoteResponse().action(ActionCode.CLOSE_NOW, null);
			}
		}

	}

}
