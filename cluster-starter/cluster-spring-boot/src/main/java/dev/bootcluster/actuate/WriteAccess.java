// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.actuate;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.Set;

import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletRequestWrapper;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

import org.springframework.web.context.request.RequestAttributes;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

/**
 * Decides who may change the cluster: users authenticated by Spring Security, and
 * requests from this machine itself unless a proxy forwarded them or a page of another
 * site sent them.
 */
class WriteAccess {

	/**
	 * The attribute that Tomcat sets on a request whose address a forwarding header
	 * replaced ({@code Globals.REQUEST_FORWARDED_ATTRIBUTE}).
	 */
	private static final String FORWARDED = "org.apache.tomcat.request.forwarded";

	private static final Set<String> FORWARDING_HEADERS = Set.of("Forwarded", "X-Forwarded-For", "X-Forwarded-Host",
			"X-Forwarded-Proto", "X-Forwarded-Port", "X-Real-IP", "Via", "CF-Connecting-IP", "True-Client-IP");

	private static final Set<String> LOCAL_NAMES = Set.of("localhost", "127.0.0.1", "[::1]", "::1");

	/**
	 * Why the current request may not change the cluster.
	 * @return the reason, or empty if it may
	 */
	Optional<String> refusal() {
		RequestAttributes attributes = RequestContextHolder.getRequestAttributes();
		if (!(attributes instanceof ServletRequestAttributes servlet)) {
			return Optional.of("The origin of the request is unknown");
		}
		HttpServletRequest request = servlet.getRequest();
		if (request.getUserPrincipal() != null) {
			return Optional.empty();
		}
		return Optional.ofNullable(refusal(received(request)));
	}

	static @Nullable String refusal(HttpServletRequest request) {
		if (!isThisMachine(request)) {
			return "Only requests from this machine, or authenticated by Spring Security, may change the cluster";
		}
		if (isForwarded(request)) {
			return "A forwarded request may change the cluster only if Spring Security authenticated it";
		}
		if (!isLocalOrigin(request)) {
			return "A page from another site may not change the cluster";
		}
		return null;
	}

	/**
	 * The request as received, without the wrappers that apply its headers.
	 */
	private static HttpServletRequest received(HttpServletRequest request) {
		ServletRequest innermost = request;
		while (innermost instanceof ServletRequestWrapper wrapper) {
			innermost = wrapper.getRequest();
		}
		return (innermost instanceof HttpServletRequest http) ? http : request;
	}

	private static boolean isThisMachine(HttpServletRequest request) {
		try {
			String remote = request.getRemoteAddr();
			return InetAddress.getByName(remote).isLoopbackAddress() || remote.equals(request.getLocalAddr());
		}
		catch (UnknownHostException ex) {
			return false;
		}
	}

	private static boolean isForwarded(HttpServletRequest request) {
		return request.getAttribute(FORWARDED) != null
				|| FORWARDING_HEADERS.stream().anyMatch((header) -> request.getHeader(header) != null);
	}

	/**
	 * Browsers send the origin of the page. It must be a name of this machine itself: a
	 * name under someone else's control can point here too (DNS rebinding).
	 */
	private static boolean isLocalOrigin(HttpServletRequest request) {
		if ("cross-site".equals(request.getHeader("Sec-Fetch-Site"))) {
			return false;
		}
		String origin = request.getHeader("Origin");
		if (origin == null) {
			return true;
		}
		try {
			URI uri = URI.create(origin);
			return uri.getHost() != null && isLocalName(uri.getHost(), request) && port(uri) == request.getServerPort();
		}
		catch (IllegalArgumentException ex) {
			return false;
		}
	}

	private static boolean isLocalName(String host, HttpServletRequest request) {
		return LOCAL_NAMES.contains(host) || host.equals(request.getLocalAddr());
	}

	private static int port(URI uri) {
		if (uri.getPort() != -1) {
			return uri.getPort();
		}
		return "https".equals(uri.getScheme()) ? 443 : 80;
	}

}
