// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.primary.collaboration;

import java.util.HashMap;
import java.util.Map;

import dev.bootcluster.ClusterException;
import dev.bootcluster.ClusterException.Reason;
import dev.bootcluster.primary.fleet.WorkerHandle;
import org.jspecify.annotations.Nullable;

/**
 * The ledger of jobs that run once in the cluster: each due time of a job goes to one
 * worker, or to none while an earlier run is still going.
 */
final class JobRuns {

	/**
	 * More jobs than any application has.
	 */
	static final int MAX_JOBS = 10_000;

	private final Map<String, Job> jobs = new HashMap<>();

	/**
	 * A worker wants to run a job.
	 * @param due the time the run was due, in milliseconds since 1970
	 * @return whether it may run the job
	 */
	boolean claim(WorkerHandle worker, String name, long due) {
		Job job = this.jobs.get(name);
		if (job == null && this.jobs.size() >= MAX_JOBS) {
			throw new ClusterException(Reason.INVALID,
					"Job '%s' exceeds the limit of %d jobs; are job names generated anew for each run?".formatted(name,
							MAX_JOBS));
		}
		if (job != null && (due <= job.due() || job.isRunning())) {
			return false;
		}
		this.jobs.put(name, new Job(due, worker));
		return true;
	}

	/**
	 * A worker's run of a job has ended.
	 */
	void finished(WorkerHandle worker, String name, long due) {
		this.jobs.computeIfPresent(name,
				(key, job) -> (job.due() == due && job.worker() == worker) ? new Job(due, null) : job);
	}

	/**
	 * The last run that was given to a worker.
	 *
	 * @param due when it was due
	 * @param worker the worker that runs it, {@code null} if it has ended
	 */
	private record Job(long due, @Nullable WorkerHandle worker) {

		boolean isRunning() {
			return this.worker != null && this.worker.isAlive();
		}

	}

}
