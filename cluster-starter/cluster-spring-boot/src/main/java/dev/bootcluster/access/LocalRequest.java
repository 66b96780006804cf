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

	private static final String SITE = "Sec-Fetch-Site";

	private static final String ORIGIN = "Origin";

	/**
	 * The attribute that Tomcat sets on a request whose address a forwarding header
	 * replaced ({@code Globals.REQUEST_FORWARDED_ATTRIBUTE}).
	 */
	private static final String FORWARDED = "org.apache.tomcat.request.forwarded";

	private static final Set<String> FORWARDING_HEADERS = Set.of("Forwarded", "X-Forwarded-For", "X-Forwarded-Host",
			"X-Forwarded-Proto", "X-Forwarded-Port", "X-Forwarded-Server", "X-Forwarded-By", "X-Original-Forwarded-For",
			"X-Real-IP", "X-Client-IP", "X-Cluster-Client-IP", "Via", "CF-Connecting-IP", "True-Client-IP",
			"X-Envoy-External-Address");

	static final String ANOTHER_SITE = "The request comes from a page of another site";

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
			return ANOTHER_SITE;
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

	/**
	 * Whether a browser says that it sends the request for a page of another site. Where
	 * it says how page and server are related, that decides: it knows the name it asked,
	 * whatever a proxy made of it. Without TLS it says only what the page's origin is.
	 */
	boolean isOfAnotherSite() {
		String site = this.request.getHeader(SITE);
		if (site != null) {
			return !isSameSite(site);
		}
		String origin = this.request.getHeader(ORIGIN);
		// No page can send either name without the server's consent.
		return origin != null && !names(origin, "Host") && !names(origin, "X-Forwarded-Host");
	}

	/**
	 * Whether a header names the host of an origin, and its port unless it is the
	 * default. The scheme may differ: a proxy may end TLS.
	 */
	private boolean names(String origin, String header) {
		String host = this.request.getHeader(header);
		return host != null && !host.isEmpty()
				&& (origin.equalsIgnoreCase("https://" + host) || origin.equalsIgnoreCase("http://" + host));
	}

	private static boolean isSameSite(String site) {
		return site.equals("same-origin") || site.equals("none");
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
		String site = this.request.getHeader(SITE);
		if (site != null && !isSameSite(site)) {
			return false;
		}
		String origin = this.request.getHeader(ORIGIN);
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
