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

package dev.bootcluster.sharedstate;

import java.util.Objects;
import java.util.Set;

import dev.bootcluster.bootstrap.RedisSettings;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.autoconfigure.AutoConfigurationImportFilter;
import org.springframework.boot.autoconfigure.AutoConfigurationMetadata;
import org.springframework.context.EnvironmentAware;
import org.springframework.core.env.Environment;

/**
 * Keeps Redis out of an application that is not to share state, as if the starter had not
 * brought it: a standalone application, and one with {@code cluster.shared-state=none}.
 */
class SharedStateImportFilter implements AutoConfigurationImportFilter, EnvironmentAware {

	private static final String SESSIONS = "org.springframework.boot.session.data.redis.autoconfigure.SessionDataRedisAutoConfiguration";

	private static final Set<String> REDIS = Set.of(
			"org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration",
			"org.springframework.boot.data.redis.autoconfigure.DataRedisReactiveAutoConfiguration",
			"org.springframework.boot.data.redis.autoconfigure.DataRedisRepositoriesAutoConfiguration");

	private @Nullable Environment environment;

	@Override
	public void setEnvironment(Environment environment) {
		this.environment = environment;
	}

	@Override
	public boolean[] match(@Nullable String[] classes, AutoConfigurationMetadata metadata) {
		boolean[] matches = new boolean[classes.length];
		Environment environment = Objects.requireNonNull(this.environment);
		boolean shared = SharedStateSwitch.isOn(environment);
		boolean redis = shared || RedisSettings.isConfigured(environment);
		for (int i = 0; i < classes.length; i++) {
			String name = classes[i];
			matches[i] = name == null || ((shared || !name.equals(SESSIONS)) && (redis || !REDIS.contains(name)));
		}
		return matches;
	}

}
