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

package dev.bootcluster.primary;

import dev.bootcluster.ReloadInfo;
import dev.bootcluster.ReloadState;
import dev.bootcluster.primary.reload.Reloads;

/**
 * A reload, followed as it proceeds.
 */
public final class FollowedReload {

	private final Reloads reloads;

	private final int id;

	FollowedReload(Reloads reloads, ReloadInfo begun) {
		this.reloads = reloads;
		this.id = begun.id();
	}

	/**
	 * Return its current state.
	 */
	public ReloadInfo info() {
		return this.reloads.last().filter((reload) -> reload.id() == this.id).orElseThrow();
	}

	public int id() {
		return this.id;
	}

	public boolean isRunning() {
		return info().state() == ReloadState.RUNNING;
	}

	@Override
	public String toString() {
		return info().toString();
	}

}
