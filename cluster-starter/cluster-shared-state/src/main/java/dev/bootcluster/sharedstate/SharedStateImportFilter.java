// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.sharedstate;

import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import dev.bootcluster.bootstrap.RedisSettings;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.autoconfigure.AutoConfigurationImportFilter;
import org.springframework.boot.autoconfigure.AutoConfigurationMetadata;
import org.springframework.context.EnvironmentAware;
import org.springframework.core.env.Environment;

/**
 * Keeps Redis out of applications that share no state, as if it were not on the class
 * path: standalone ones, and those with {@code cluster.shared-state=none}. Keeps it away
 * from the sessions of those that bring another store for them: Boot would prefer Redis,
 * but that is only here because of us.
 */
class SharedStateImportFilter implements AutoConfigurationImportFilter, EnvironmentAware {

	private static final String SESSIONS = "org.springframework.boot.session.data.redis.autoconfigure.SessionDataRedisAutoConfiguration";

	private static final Set<String> SESSIONS_IN_REDIS = Set.of(SESSIONS,
			ClusterSessionAutoConfiguration.class.getName());

	/**
	 * Those of Boot, and of the vendors who maintain what once was Boot's.
	 */
	private static final Predicate<String> SESSIONS_ELSEWHERE = Pattern
		.compile(".*\\.\\w*(?:Jdbc|Mongo|Hazelcast)\\w*Sessions?AutoConfiguration")
		.asMatchPredicate();

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
		boolean elsewhere = Stream.of(classes)
			.anyMatch((name) -> name != null && !name.contains("Reactive") && SESSIONS_ELSEWHERE.test(name));
		for (int i = 0; i < classes.length; i++) {
			String name = classes[i];
			matches[i] = name == null || ((shared || !name.equals(SESSIONS)) && (redis || !REDIS.contains(name))
					&& !(elsewhere && SESSIONS_IN_REDIS.contains(name)));
		}
		return matches;
	}

}
