// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.bootstrap;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.List;
import java.util.Locale;

import dev.bootcluster.SharedState;
import dev.bootcluster.SharedStateServer;
import org.jspecify.annotations.Nullable;

import org.springframework.core.env.Environment;
import org.springframework.core.io.support.SpringFactoriesLoader;

/**
 * Where the workers' sessions and caches live.
 *
 * @param server the server the primary starts for them, {@code null} if it starts none
 */
record SharedStatePlan(@Nullable SharedStateServer server) {

	private static final int DEFAULT_PORT = 6379;

	private static final int CONNECT_MILLIS = 1000;

	static SharedStatePlan of(ClusterProperties properties, Environment environment) {
		if (properties.sharedState() == SharedState.NONE || RedisSettings.isConfigured(environment)) {
			return new SharedStatePlan(null);
		}
		List<SharedStateServer> servers = SpringFactoriesLoader.forDefaultResourceLocation()
			.load(SharedStateServer.class);
		if (servers.isEmpty() && isNeeded(environment) && !isReachable()) {
			throw new ClusterStartException("cluster.shared-state", SharedState.REDIS.name().toLowerCase(Locale.ROOT),
					"needs a Redis, but none is configured, none is embedded, and none listens on localhost:"
							+ DEFAULT_PORT,
					"""
							One of these:
							- add the dependency dev.bootcluster:cluster-embedded-redis, and the primary starts a Redis of its own
							- point spring.data.redis.host (or .url, .sentinel.*, .cluster.*) at your Redis
							- set cluster.shared-state=none if the application keeps neither sessions nor caches""");
		}
		return new SharedStatePlan(servers.isEmpty() ? null : servers.get(0));
	}

	private static boolean isNeeded(Environment environment) {
		return SpringFactoriesLoader.forDefaultResourceLocation()
			.load(SharedStateNeed.class)
			.stream()
			.anyMatch((need) -> need.isPresent(environment));
	}

	private static boolean isReachable() {
		try (Socket socket = new Socket()) {
			socket.connect(new InetSocketAddress("localhost", DEFAULT_PORT), CONNECT_MILLIS);
			return true;
		}
		catch (IOException ex) {
			return false;
		}
	}

}
