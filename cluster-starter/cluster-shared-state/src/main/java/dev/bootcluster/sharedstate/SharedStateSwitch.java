// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.sharedstate;

import dev.bootcluster.SharedState;
import dev.bootcluster.ipc.WorkerLaunch;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

/**
 * Whether sessions and caches are shared: as {@code cluster.shared-state} says; by
 * default in workers, but not in a standalone application.
 */
final class SharedStateSwitch {

	private SharedStateSwitch() {
	}

	static boolean isOn(Environment environment) {
		SharedState inThisRole = WorkerLaunch.isWorker() ? SharedState.REDIS : SharedState.NONE;
		return Binder.get(environment)
			.bind("cluster.shared-state", SharedState.class)
			.orElse(inThisRole) == SharedState.REDIS;
	}

}
