// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.session;

import java.util.Objects;

import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.ConfigurationCondition;
import org.springframework.core.ResolvableType;
import org.springframework.core.type.AnnotatedTypeMetadata;
import org.springframework.session.config.SessionRepositoryCustomizer;
import org.springframework.session.data.redis.RedisSessionRepository;

/**
 * Matches unless the application customizes Spring Session's own repository, and so wants
 * to use it.
 */
class OnUncustomizedRepository implements ConfigurationCondition {

	private static final ResolvableType CUSTOMIZER = ResolvableType
		.forClassWithGenerics(SessionRepositoryCustomizer.class, RedisSessionRepository.class);

	@Override
	public ConfigurationPhase getConfigurationPhase() {
		return ConfigurationPhase.REGISTER_BEAN;
	}

	@Override
	public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
		return Objects.requireNonNull(context.getBeanFactory())
			.getBeanNamesForType(CUSTOMIZER, true, false).length == 0;
	}

}
