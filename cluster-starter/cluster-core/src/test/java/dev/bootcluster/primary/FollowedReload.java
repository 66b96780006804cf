// SPDX-License-Identifier: Apache-2.0

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
