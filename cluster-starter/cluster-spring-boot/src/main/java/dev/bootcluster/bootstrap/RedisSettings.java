/*
 * Copyright 2026 the Boot Cluster authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *      https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */

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
