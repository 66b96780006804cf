// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.leader;

import java.time.Instant;
import java.util.Optional;

/**
 * Assigns each run of a job to one worker.
 */
interface JobClaims {

	/**
	 * Begin a run.
	 * @param job the job's name
	 * @param due when the run was due
	 * @return marks the run as ended; empty if this worker must not run it, because
	 * another has taken it or an earlier run is in progress
	 */
	Optional<Runnable> claim(String job, Instant due);

}
