// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.sharedstate;

import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.type.AnnotatedTypeMetadata;

/**
 * Matches when sessions and caches are shared.
 */
class OnSharedState implements Condition {

	@Override
	public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
		return SharedStateSwitch.isOn(context.getEnvironment());
	}

}
