// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.sharedstate;

import dev.bootcluster.SharedState;
import dev.bootcluster.bootstrap.SharedStateNeed;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

/**
 * Says that the sessions and caches of workers need a Redis, unless
 * {@code cluster.shared-state} keeps them in each worker.
 */
class RedisNeed implements SharedStateNeed {

	@Override
	public boolean isPresent(Environment environment) {
		return Binder.get(environment)
			.bind("cluster.shared-state", SharedState.class)
			.orElse(SharedState.REDIS) == SharedState.REDIS;
	}

}
