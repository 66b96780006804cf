// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.sharedstate;

import dev.bootcluster.SharedState;
import dev.bootcluster.bootstrap.RedisSettings;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotatedTypeMetadata;

/**
 * Matches when workers share state in the user's own Redis.
 */
class OnConfiguredRedis implements Condition {

	@Override
	public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
		Environment environment = context.getEnvironment();
		return RedisSettings.isConfigured(environment) && Binder.get(environment)
			.bind("cluster.shared-state", SharedState.class)
			.orElse(SharedState.REDIS) == SharedState.REDIS;
	}

}
