// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.bootstrap;

import java.util.List;
import java.util.Map;

import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

/**
 * Checks whether the user configured the location of a Redis.
 */
public final class RedisSettings {

	private static final String PREFIX = "spring.data.redis";

	/**
	 * Properties that locate a Redis, as opposed to those that say how to use it.
	 */
	private static final List<String> LOCATIONS = List.of("host", "port", "url", "sentinel", "cluster",
			"masterreplica");

	private RedisSettings() {
	}

	/**
	 * Whether a Redis is configured.
	 * @param environment the application's environment
	 * @return {@code true} if one of {@code spring.data.redis.*} locates it
	 */
	public static boolean isConfigured(Environment environment) {
		Map<String, Object> settings = Binder.get(environment)
			.bind(PREFIX, Bindable.mapOf(String.class, Object.class))
			.orElse(Map.of());
		return settings.keySet().stream().anyMatch(LOCATIONS::contains);
	}

}
