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

package dev.bootcluster.primary.supervision;

import dev.bootcluster.primary.fleet.WorkerHandle;
import dev.bootcluster.ExitCause;
import org.jspecify.annotations.Nullable;

/**
 * Why a worker ends once another has replaced it.
 *
 * @param cause the kind of exit
 * @param reason the reason, {@code null} if it is just the replacement
 */
record Retirement(ExitCause cause, @Nullable String reason) {

	static final Retirement REPLACED = new Retirement(ExitCause.REQUESTED, null);

	/**
	 * Return the reason to end a worker.
	 * @param successor the worker that replaced it
	 */
	String because(WorkerHandle successor) {
		return (this.reason != null) ? this.reason : "replaced by " + successor;
	}

}
