// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.primary.supervision;

import dev.bootcluster.ExitCause;
import dev.bootcluster.primary.fleet.WorkerHandle;
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
