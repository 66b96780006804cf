// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.relay;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.EndpointId;
import org.springframework.boot.actuate.endpoint.web.PathMappedEndpoint;
import org.springframework.boot.actuate.endpoint.web.PathMappedEndpoints;
import org.springframework.boot.actuate.endpoint.web.WebServerNamespace;

/**
 * Where Actuator's endpoints are, without the context path.
 *
 * @param base Actuator's base path; {@code /} and nothing are the same
 * @param mapping the paths of endpoints that are not called by their id
 */
public record RelayPaths(String base, Map<String, String> mapping) {

	private static final EndpointId CLUSTER = EndpointId.of("cluster");

	private static final EndpointId HEALTH = EndpointId.of("health");

	private static final String LOGGERS = "loggers";

	public RelayPaths {
		base = base.equals("/") ? "" : base;
	}

	/**
	 * The routes of a process.
	 * @param post where it stands
	 * @param endpoints the endpoints that it exposes itself
	 * @param properties which endpoints are shared
	 */
	Routes routes(RelayPost post, PathMappedEndpoints endpoints, RelayProperties properties) {
		String cluster = (endpoints.getRootPath(CLUSTER) != null) ? path(endpoints.getRootPath(CLUSTER)) : null;
		List<String> shared = properties.sharedEndpoints().stream().map(this::pathOf).toList();
		return new Routes(this.base, cluster, shared, post.isPrimary() ? own(endpoints) : null);
	}

	private List<String> own(PathMappedEndpoints endpoints) {
		List<String> own = new ArrayList<>();
		for (PathMappedEndpoint endpoint : endpoints) {
			own.add(path(endpoint.getRootPath()));
		}
		own.addAll(endpoints.getAdditionalPaths(WebServerNamespace.MANAGEMENT, HEALTH));
		return own;
	}

	/**
	 * The path of the endpoint for loggers.
	 */
	String loggers() {
		return pathOf(LOGGERS);
	}

	private String pathOf(String id) {
		return path(this.mapping.getOrDefault(id, id));
	}

	private String path(@Nullable String root) {
		return this.base + "/" + root;
	}

}
