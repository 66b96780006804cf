// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.relay;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import dev.bootcluster.ipc.RelayHead;
import dev.bootcluster.ipc.RelayOrigin;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletRequestWrapper;
import jakarta.servlet.http.HttpServletRequest;

import org.springframework.http.HttpHeaders;

/**
 * Makes a request for a worker of one that a client has sent: with its headers and its
 * addresses as they were received, without the wrappers that apply the headers, because
 * the worker applies them again.
 */
final class RelayedRequest {

	/**
	 * The headers that are about one connection (RFC 9110, 7.6.1).
	 */
	private static final Set<String> HOP_BY_HOP = Set.of("connection", "keep-alive", "proxy-connection", "te",
			"trailer", "transfer-encoding", "upgrade");

	/**
	 * What this process has dealt with, or says itself.
	 */
	private static final Set<String> REPLACED = Set.of("expect", "content-length", "host",
			RelayOrigin.HEADER.toLowerCase(Locale.ROOT));

	private static final String FORWARDED = "org.apache.tomcat.request.forwarded";

	private RelayedRequest() {
	}

	/**
	 * Return the head of the request for a worker.
	 * @param post where this process stands
	 * @param request the request that the client has sent
	 * @param path the path without the context path
	 * @param length bytes in the body, -1 if unknown
	 */
	static RelayHead head(RelayPost post, HttpServletRequest request, String path, long length) {
		HttpServletRequest received = received(request);
		List<Map.Entry<String, String>> headers = new ArrayList<>();
		headers.add(Map.entry(HttpHeaders.HOST, host(received)));
		// What the client names in Connection stays, as it would without a relay: a
		// client
		// must not take away what a proxy has added.
		Set<String> dropped = new HashSet<>(HOP_BY_HOP);
		dropped.addAll(REPLACED);
		for (String name : Collections.list(received.getHeaderNames())) {
			if (!dropped.contains(name.toLowerCase(Locale.ROOT))) {
				Collections.list(received.getHeaders(name)).forEach((value) -> headers.add(Map.entry(name, value)));
			}
		}
		headers.add(Map.entry(RelayOrigin.HEADER, origin(received, !post.isPrimary()).toHeader()));
		String query = received.getQueryString();
		return new RelayHead(request.getMethod(),
				request.getContextPath() + path + ((query != null) ? "?" + query : ""), headers, length);
	}

	/**
	 * Return the length of a request's body, -1 if it is not known before its end.
	 */
	static long length(HttpServletRequest request) {
		long length = request.getContentLengthLong();
		if (length >= 0) {
			return length;
		}
		boolean unknown = request.getHeader(HttpHeaders.TRANSFER_ENCODING) != null
				|| (request.getProtocol().startsWith("HTTP/2")
						&& Set.of("POST", "PUT", "PATCH").contains(request.getMethod()));
		return unknown ? -1 : 0;
	}

	/**
	 * Return the names, in lower case, of headers that are about one connection.
	 * @param connection the values of {@code Connection}, which may name more
	 */
	static Set<String> hopByHop(List<String> connection) {
		Set<String> names = new HashSet<>(HOP_BY_HOP);
		for (String value : connection) {
			for (String name : value.split(",")) {
				names.add(name.strip().toLowerCase(Locale.ROOT));
			}
		}
		return names;
	}

	static HttpServletRequest received(HttpServletRequest request) {
		ServletRequest innermost = request;
		while (innermost instanceof ServletRequestWrapper wrapper) {
			innermost = wrapper.getRequest();
		}
		return (innermost instanceof HttpServletRequest http) ? http : request;
	}

	private static RelayOrigin origin(HttpServletRequest request, boolean observed) {
		return new RelayOrigin(request.getRemoteAddr(), request.getRemotePort(), request.getLocalAddr(),
				request.getLocalPort(), request.getScheme(), request.getServerPort(),
				request.getAttribute(FORWARDED) != null, observed);
	}

	/**
	 * HTTP/2 has none.
	 */
	private static String host(HttpServletRequest request) {
		String host = request.getHeader(HttpHeaders.HOST);
		return (host != null) ? host : "%s:%d".formatted(request.getServerName(), request.getServerPort());
	}

}
