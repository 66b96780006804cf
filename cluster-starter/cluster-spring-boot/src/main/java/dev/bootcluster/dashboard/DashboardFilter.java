// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.dashboard;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

import dev.bootcluster.ClusterException;
import dev.bootcluster.access.ClusterAccess;
import dev.bootcluster.ipc.JsonText;
import dev.bootcluster.ipc.RelayOrigin;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.ServletResponseWrapper;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.util.function.SingletonSupplier;
import org.springframework.web.context.request.RequestAttributes;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;
import org.springframework.web.context.request.ServletWebRequest;

/**
 * Serves the dashboard under the path of the cluster's endpoint. The page and its files
 * are for everybody; what it shows is for those who may see the cluster.
 */
public final class DashboardFilter implements Filter {

	private static final String PAGE = "index.html";

	private static final String STREAM = "stream";

	private static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
			+ "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

	private final DashboardFiles files;

	private final SingletonSupplier<Optional<String>> path;

	private final ClusterAccess access;

	private final DashboardStreams streams;

	private final String uncounted;

	private final String cut;

	/**
	 * Create a filter.
	 * @param path the dashboard's path without the context path, empty if the endpoint is
	 * not exposed; asked once, with the first request
	 * @param access who may see the cluster
	 * @param streams the streams
	 * @param uncounted the attribute that says that a request is not counted
	 * @param cut the attribute with a {@link Runnable} that ends the connection at once
	 */
	public DashboardFilter(Supplier<Optional<String>> path, ClusterAccess access, DashboardStreams streams,
			String uncounted, String cut) {
		this(new DashboardFiles(DashboardFiles.DIRECTORY), path, access, streams, uncounted, cut);
	}

	DashboardFilter(DashboardFiles files, Supplier<Optional<String>> path, ClusterAccess access,
			DashboardStreams streams, String uncounted, String cut) {
		this.files = files;
		this.path = SingletonSupplier.of(path);
		this.access = access;
		this.streams = streams;
		this.uncounted = uncounted;
		this.cut = cut;
	}

	@Override
	public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
			throws IOException, ServletException {
		String rest = (request instanceof HttpServletRequest http) ? rest(http) : null;
		if (rest != null) {
			serve((HttpServletRequest) request, (HttpServletResponse) response, rest);
		}
		else {
			chain.doFilter(request, response);
		}
	}

	/**
	 * What follows the dashboard's path, {@code null} if it is another.
	 */
	private @Nullable String rest(HttpServletRequest request) {
		String dashboard = this.path.obtain().orElse(null);
		String path = request.getRequestURI().substring(request.getContextPath().length());
		if (dashboard == null || !path.startsWith(dashboard)) {
			return null;
		}
		String rest = path.substring(dashboard.length());
		return (rest.isEmpty() || rest.charAt(0) == '/') ? rest : null;
	}

	private void serve(HttpServletRequest request, HttpServletResponse response, String rest) throws IOException {
		request.setAttribute(this.uncounted, Boolean.TRUE);
		response.setHeader("X-Content-Type-Options", "nosniff");
		response.setHeader("Content-Security-Policy", POLICY);
		response.setHeader("Referrer-Policy", "no-referrer");
		if (!request.getMethod().equals("GET") && !request.getMethod().equals("HEAD")) {
			response.setHeader(HttpHeaders.ALLOW, "GET, HEAD");
			refuse(response, 405, "The dashboard is only read; orders go to the cluster's endpoint");
		}
		else if (rest.equals("/")) {
			response.setHeader(HttpHeaders.LOCATION, "../dashboard");
			response.setStatus(302);
		}
		else if (rest.equals("/" + STREAM)) {
			stream(request, response);
		}
		else {
			file(request, response, rest.isEmpty() ? PAGE : rest.substring(1));
		}
	}

	private void file(HttpServletRequest request, HttpServletResponse response, String name) throws IOException {
		DashboardFiles.File file = this.files.find(name);
		if (file == null) {
			refuse(response, 404, "The dashboard has no such file");
			return;
		}
		response.setHeader(HttpHeaders.CACHE_CONTROL, "no-cache");
		if (new ServletWebRequest(request, response).checkNotModified(file.tag())) {
			return;
		}
		response.setContentType(file.type());
		response.setContentLength(file.content().length);
		if (request.getMethod().equals("GET")) {
			response.getOutputStream().write(file.content());
		}
	}

	private void stream(HttpServletRequest request, HttpServletResponse response) throws IOException {
		Optional<String> refusal = refusal(request, response);
		HttpServletResponse own = own(response);
		if (refusal.isPresent()) {
			refuse(response, 403, refusal.get());
		}
		else if (request.getAttribute(RelayOrigin.ATTRIBUTE) != null) {
			// It would hold a thread, and up the drain, of the process that relays it.
			refuse(response, 404, "The stream is the same in all slots; ask for it without one");
		}
		else if (!request.isAsyncSupported()) {
			refuse(response, 501, "A filter of the application does not support asynchronous requests");
		}
		else if (own.containsHeader(HttpHeaders.CONTENT_ENCODING) || own.containsHeader(HttpHeaders.CONTENT_LENGTH)) {
			refuse(response, 501, "A filter of the application has set the encoding or the length of the answer");
		}
		else {
			open(request, response, own);
		}
	}

	private void open(HttpServletRequest request, HttpServletResponse response, HttpServletResponse own)
			throws IOException {
		try {
			String slot = request.getParameter("log");
			Feed feed = new Feed(number(request, "after"), number(request, "event"),
					(slot != null) ? Integer.valueOf(slot) : null);
			if (request.getMethod().equals("HEAD")) {
				response.setContentType(MediaType.TEXT_EVENT_STREAM_VALUE);
			}
			else {
				this.streams.open(request, own, feed, cut(request));
			}
		}
		catch (NumberFormatException ex) {
			refuse(response, 400, "'after', 'event' and 'log' are numbers");
		}
		catch (ClusterException ex) {
			refuse(response, 503, String.valueOf(ex.getMessage()));
		}
	}

	/**
	 * The container's own response, to which the stream is written: a filter would tell
	 * the client what it does with a type, and then not do it.
	 */
	private static HttpServletResponse own(HttpServletResponse response) {
		ServletResponse innermost = response;
		while (innermost instanceof ServletResponseWrapper wrapper) {
			innermost = wrapper.getResponse();
		}
		return (innermost instanceof HttpServletResponse http) ? http : response;
	}

	private static long number(HttpServletRequest request, String name) {
		String value = request.getParameter(name);
		return (value != null) ? Long.parseLong(value) : 0;
	}

	private Runnable cut(HttpServletRequest request) {
		return (request.getAttribute(this.cut) instanceof Runnable offered) ? offered : () -> {
		};
	}

	/**
	 * Access is decided by the current request, which is Spring's only after its filter.
	 */
	private Optional<String> refusal(HttpServletRequest request, HttpServletResponse response) {
		RequestAttributes before = RequestContextHolder.getRequestAttributes();
		if (before != null) {
			return this.access.refusal();
		}
		RequestContextHolder.setRequestAttributes(new ServletRequestAttributes(request, response));
		try {
			return this.access.refusal();
		}
		finally {
			RequestContextHolder.resetRequestAttributes();
		}
	}

	private static void refuse(HttpServletResponse response, int status, String reason) throws IOException {
		response.setStatus(status);
		response.setContentType(MediaType.APPLICATION_JSON_VALUE);
		response.getOutputStream().write(JsonText.write(Map.of("error", reason)).getBytes(StandardCharsets.UTF_8));
	}

}
