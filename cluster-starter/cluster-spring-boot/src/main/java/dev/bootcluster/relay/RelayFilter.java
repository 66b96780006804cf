// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.relay;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

import dev.bootcluster.Cluster;
import dev.bootcluster.WorkerInfo;
import dev.bootcluster.access.ClusterAccess;
import dev.bootcluster.ipc.JsonText;
import dev.bootcluster.ipc.LogLevels;
import dev.bootcluster.ipc.RelayClient;
import dev.bootcluster.ipc.RelayExchange;
import dev.bootcluster.ipc.RelayHead;
import dev.bootcluster.ipc.RelayOrigin;
import dev.bootcluster.ipc.RelaySocket;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.web.PathMappedEndpoints;
import org.springframework.http.MediaType;
import org.springframework.util.function.SingletonSupplier;

/**
 * Has requests to Actuator answered by those they are for, whichever process got them: by
 * the worker in a slot, by all workers, or by this one. Others check the request
 * themselves, as if the client had sent it to them.
 */
public final class RelayFilter implements Filter {

	/**
	 * The attribute of a request with a {@link Runnable} that ends its answer so that the
	 * client sees that it is incomplete.
	 */
	public static final String CUT = RelayFilter.class.getName() + ".cut";

	/**
	 * The header that tells which worker has answered.
	 */
	static final String SLOT = "Cluster-Slot";

	private final RelayPost post;

	private final SingletonSupplier<Routes> routes;

	private final ClusterAccess access;

	private final Neighbours neighbours;

	private final RelayClient client;

	private final AllWorkers all;

	/**
	 * Create a filter.
	 * @param post where this process stands
	 * @param paths where the endpoints are
	 * @param endpoints the endpoints that this process exposes; asked once, with the
	 * first request
	 * @param properties which endpoints are shared
	 * @param cluster the cluster
	 * @param access who may know why a request could not be relayed
	 */
	public RelayFilter(RelayPost post, RelayPaths paths, Supplier<PathMappedEndpoints> endpoints,
			RelayProperties properties, Cluster cluster, ClusterAccess access) {
		this.post = post;
		this.routes = SingletonSupplier.of(() -> paths.routes(post, endpoints.get(), properties));
		this.access = access;
		this.neighbours = new Neighbours(cluster::info);
		this.client = new RelayClient("cluster-relay-client");
		this.all = new AllWorkers(post, this.client,
				new LoggerChanges(paths.loggers(), new LogLevels(post.directory())));
	}

	@Override
	public void destroy() {
		this.client.close();
	}

	@Override
	public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
			throws IOException, ServletException {
		if (request instanceof HttpServletRequest http && response instanceof HttpServletResponse answer) {
			doFilter(http, answer, chain);
		}
		else {
			chain.doFilter(request, response);
		}
	}

	private void doFilter(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws IOException, ServletException {
		String path = request.getRequestURI().substring(request.getContextPath().length());
		Route route = this.routes.obtain()
			.of(request.getMethod(), path, request.getAttribute(RelayOrigin.ATTRIBUTE) != null);
		try {
			if (route instanceof Route.Slot slot) {
				relay(request, response, slot.path(), List.of(this.neighbours.inSlot(slot.slot())));
			}
			else if (route instanceof Route.All) {
				this.all.perform(request, response, path);
			}
			else if (route instanceof Route.Any any) {
				relayOrServe(request, response, path, any.orHere() ? chain : null);
			}
			else {
				if (route instanceof Route.Here here && here.actuator() && !this.post.isPrimary()) {
					response.setHeader(SLOT, Integer.toString(this.post.slot()));
				}
				chain.doFilter(request, response);
			}
		}
		catch (Refusal ex) {
			refuse(response, ex, route instanceof Route.Slot);
		}
	}

	private void relayOrServe(HttpServletRequest request, HttpServletResponse response, String path,
			@Nullable FilterChain otherwise) throws IOException, ServletException, Refusal {
		try {
			relay(request, response, path, this.neighbours.inTurn());
		}
		catch (Refusal ex) {
			if (otherwise == null || ex.status() != 503) {
				throw ex;
			}
			otherwise.doFilter(request, response);
		}
	}

	/**
	 * Whoever has no proof learns nothing about the cluster, as from its endpoint.
	 */
	private void refuse(HttpServletResponse response, Refusal refusal, boolean ofSlot) throws IOException {
		Optional<String> stranger = refusal.isSecret() ? this.access.refusal() : Optional.empty();
		if (stranger.isEmpty()) {
			refuse(response, refusal.status(), refusal.reason());
		}
		else if (ofSlot) {
			refuse(response, 403, stranger.get());
		}
		else {
			refuse(response, refusal.status(), "No worker could answer");
		}
	}

	private static void refuse(HttpServletResponse response, int status, String reason) throws IOException {
		response.resetBuffer();
		response.setStatus(status);
		response.setContentType(MediaType.APPLICATION_JSON_VALUE);
		response.getOutputStream().write(JsonText.write(Map.of("error", reason)).getBytes(StandardCharsets.UTF_8));
	}

	/**
	 * Relay to the first worker that can be reached.
	 */
	private void relay(HttpServletRequest request, HttpServletResponse response, String path, List<WorkerInfo> workers)
			throws IOException, Refusal {
		RelayHead head = RelayedRequest.head(this.post, request, path, RelayedRequest.length(request));
		String unreachable = "";
		for (WorkerInfo worker : workers) {
			RelaySocket socket = RelaySocket.of(this.post.directory(), worker.slot(), worker.pid());
			RelayExchange exchange;
			try {
				exchange = this.client.send(socket, head);
			}
			catch (IOException ex) {
				unreachable = String.valueOf(ex.getMessage());
				continue;
			}
			try (exchange) {
				new Relay(request, response, exchange, socket).run();
			}
			return;
		}
		throw Refusal.secret(503, unreachable);
	}

}
