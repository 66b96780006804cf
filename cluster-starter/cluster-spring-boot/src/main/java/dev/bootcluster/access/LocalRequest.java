// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.access;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Set;

import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletRequestWrapper;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

/**
 * A request as it was received, without the wrappers that apply its headers, and what it
 * says about where it comes from. That it names no other place proves nothing: a proxy
 * need not send a header.
 *
 * @param request the innermost request
 */
record LocalRequest(HttpServletRequest request) {

	/**
	 * The attribute that Tomcat sets on a request whose address a forwarding header
	 * replaced ({@code Globals.REQUEST_FORWARDED_ATTRIBUTE}).
	 */
	private static final String FORWARDED = "org.apache.tomcat.request.forwarded";

	private static final Set<String> FORWARDING_HEADERS = Set.of("Forwarded", "X-Forwarded-For", "X-Forwarded-Host",
			"X-Forwarded-Proto", "X-Forwarded-Port", "X-Forwarded-Server", "X-Forwarded-By", "X-Original-Forwarded-For",
			"X-Real-IP", "X-Client-IP", "X-Cluster-Client-IP", "Via", "CF-Connecting-IP", "True-Client-IP",
			"X-Envoy-External-Address");

	private static final Set<String> LOCAL_NAMES = Set.of("localhost", "127.0.0.1", "[::1]", "::1");

	private static final String LITERAL = "[0-9a-fA-F:.]+(%.*)?";

	static LocalRequest of(HttpServletRequest request) {
		ServletRequest innermost = request;
		while (innermost instanceof ServletRequestWrapper wrapper) {
			innermost = wrapper.getRequest();
		}
		return new LocalRequest((innermost instanceof HttpServletRequest http) ? http : request);
	}

	/**
	 * Why the request cannot come from this machine itself.
	 * @return the reason, {@code null} if it may
	 */
	@Nullable String doubt() {
		if (!isThisMachine()) {
			return "The request does not come from this machine";
		}
		if (isForwarded()) {
			return "The request was forwarded";
		}
		if (!isLocalOrigin()) {
			return "The request comes from a page of another site";
		}
		if (!isLocalName(String.valueOf(this.request.getServerName()))) {
			return "The request names another host than this one";
		}
		return null;
	}

	/**
	 * Where the client's end of the connection is, {@code null} if its address is no
	 * literal.
	 */
	@Nullable InetSocketAddress client() {
		return address(this.request.getRemoteAddr(), this.request.getRemotePort());
	}

	@Nullable InetSocketAddress server() {
		return address(this.request.getLocalAddr(), this.request.getLocalPort());
	}

	private static @Nullable InetSocketAddress address(@Nullable String literal, int port) {
		try {
			// A name would be looked up.
			return (literal != null && literal.matches(LITERAL) && port > 0)
					? new InetSocketAddress(InetAddress.getByName(literal), port) : null;
		}
		catch (UnknownHostException ex) {
			return null;
		}
	}

	private boolean isThisMachine() {
		InetSocketAddress client = client();
		InetSocketAddress server = server();
		return client != null && server != null
				&& (client.getAddress().isLoopbackAddress() || client.getAddress().equals(server.getAddress()));
	}

	private boolean isForwarded() {
		return this.request.getAttribute(FORWARDED) != null
				|| FORWARDING_HEADERS.stream().anyMatch((header) -> this.request.getHeader(header) != null);
	}

	/**
	 * Browsers send the origin of the page. It must be a name of this machine itself: a
	 * name under someone else's control can point here too (DNS rebinding).
	 */
	private boolean isLocalOrigin() {
		String site = this.request.getHeader("Sec-Fetch-Site");
		if (site != null && !site.equals("same-origin") && !site.equals("none")) {
			return false;
		}
		String origin = this.request.getHeader("Origin");
		if (origin == null) {
			return true;
		}
		try {
			URI uri = URI.create(origin);
			return uri.getHost() != null && isLocalName(uri.getHost()) && port(uri) == this.request.getServerPort();
		}
		catch (IllegalArgumentException ex) {
			return false;
		}
	}

	private boolean isLocalName(String host) {
		String name = host.toLowerCase(Locale.ROOT);
		String local = String.valueOf(this.request.getLocalAddr());
		return LOCAL_NAMES.contains(name) || name.equals(local) || name.equals("[%s]".formatted(local));
	}

	private static int port(URI uri) {
		if (uri.getPort() != -1) {
			return uri.getPort();
		}
		return "https".equals(uri.getScheme()) ? 443 : 80;
	}

}
