// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.session;

import java.util.Objects;
import java.util.stream.Stream;

import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.ConfigurationCondition;
import org.springframework.core.type.AnnotatedTypeMetadata;
import org.springframework.session.SessionRepository;

/**
 * Matches if there are sessions that depend on Redis.
 */
class OnSessionsInRedis implements ConfigurationCondition {

	@Override
	public ConfigurationPhase getConfigurationPhase() {
		return ConfigurationPhase.REGISTER_BEAN;
	}

	@Override
	public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
		ConfigurableListableBeanFactory beans = Objects.requireNonNull(context.getBeanFactory());
		return Stream.of(beans.getBeanNamesForType(SessionRepository.class, true, false))
			.map((name) -> beans.getType(name, false))
			.anyMatch((type) -> type != null && !OtherStores.areOf(type));
	}

}
