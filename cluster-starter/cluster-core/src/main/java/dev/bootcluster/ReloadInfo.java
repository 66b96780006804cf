// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * The current or last reload or rolling restart.
 *
 * @param id the reload's number, from 1
 * @param kind why workers are replaced
 * @param state its verdict so far
 * @param generation the generation it brings
 * @param dryRun whether it is only a trial of that generation
 * @param slots the slots that have a new worker by now, or had one when it ended
 * @param reason why it failed, or {@code null} if it did not
 * @param log the last lines printed by the worker that made it fail, else empty
 */
public record ReloadInfo(int id, Kind kind, ReloadState state, int generation, boolean dryRun, List<Integer> slots,
		@Nullable String reason, List<String> log) {

	/**
	 * Why workers are replaced.
	 */
	public enum Kind {

		/**
		 * To move all slots to another generation, or none of them.
		 */
		RELOAD,

		/**
		 * To get new workers of the same generation: a rolling restart.
		 */
		RESTART

	}

}
