// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.session;

import dev.bootcluster.session.SessionProperties.RepositoryType;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.type.AnnotatedTypeMetadata;

/**
 * Matches unless {@code cluster.session.repository} leaves sessions to Spring Session;
 * fails on an unknown value.
 */
class OnClusterSessions implements Condition {

	@Override
	public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
		return Binder.get(context.getEnvironment())
			.bind("cluster.session.repository", RepositoryType.class)
			.orElse(RepositoryType.CLUSTER) == RepositoryType.CLUSTER;
	}

}
