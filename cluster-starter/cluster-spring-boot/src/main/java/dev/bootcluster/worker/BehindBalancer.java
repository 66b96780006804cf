// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.worker;

import java.io.IOException;

import dev.bootcluster.ipc.RelayOrigin;
import jakarta.servlet.ServletException;
import org.apache.catalina.Globals;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;

/**
 * Marks requests on connections whose addresses a balancer tells, as Tomcat's own valve
 * marks those whose addresses a header tells: they prove nothing about who asks. A
 * relayed request has the mark, or not, from where the client is connected to.
 */
public final class BehindBalancer extends ValveBase {

	/**
	 * Create a new valve that supports asynchronous requests.
	 */
	public BehindBalancer() {
		super(true);
	}

	@Override
	public void invoke(Request request, Response response) throws IOException, ServletException {
		if (request.getConnector().getProtocolHandler() instanceof HandoffProtocol protocol
				&& protocol.endpoint().isBehindBalancer()
				&& request.getCoyoteRequest().getAttribute(RelayOrigin.ATTRIBUTE) == null) {
			request.setAttribute(Globals.REQUEST_FORWARDED_ATTRIBUTE, Boolean.TRUE);
		}
		getNext().invoke(request, response);
	}

}
