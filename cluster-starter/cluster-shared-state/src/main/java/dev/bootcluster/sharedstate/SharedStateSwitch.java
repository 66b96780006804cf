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

import dev.bootcluster.SharedState;
import dev.bootcluster.ipc.WorkerLaunch;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

/**
 * Whether sessions and caches are shared: as {@code cluster.shared-state} says, else in
 * workers and not in a standalone application.
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
