// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.worker;

import org.apache.coyote.http11.Http11NioProtocol;

/**
 * HTTP/1.1 on connections that the primary hands over. Tomcat instantiates it by its
 * class name.
 */
public class HandoffProtocol extends Http11NioProtocol {

	private final HandoffEndpoint endpoint;

	/**
	 * Create a new protocol. Called by Tomcat.
	 */
	public HandoffProtocol() {
		this(new HandoffEndpoint());
	}

	private HandoffProtocol(HandoffEndpoint endpoint) {
		super(endpoint);
		this.endpoint = endpoint;
	}

	/**
	 * Expect every connection to begin with a header of the PROXY protocol. Called before
	 * there are connections.
	 */
	public void expectProxyProtocol() {
		this.endpoint.expect(new ProxyProtocol());
	}

	HandoffEndpoint endpoint() {
		return this.endpoint;
	}

}
