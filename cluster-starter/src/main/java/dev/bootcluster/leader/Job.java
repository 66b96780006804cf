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

package dev.bootcluster.leader;

import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

import dev.bootcluster.ClusterException;
import dev.bootcluster.ClusterLeadership;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * A job as one worker sees it: it knows the last time that was due, whoever leads.
 */
final class Job {

	private static final Log logger = LogFactory.getLog(Job.class);

	private final String name;

	private final JobTimes times;

	private final Consumer<Instant> work;

	private final JobClaims claims;

	private final ClusterLeadership leadership;

	private final Executor executor;

	private volatile @Nullable Instant lastDue;

	/**
	 * Create a new job.
	 * @param work one run, told when it was due
	 * @param executor runs it
	 */
	Job(String name, JobTimes times, Consumer<Instant> work, JobClaims claims, ClusterLeadership leadership,
			Executor executor) {
		this.name = name;
		this.times = times;
		this.work = work;
		this.claims = claims;
		this.leadership = leadership;
		this.executor = executor;
	}

	/**
	 * The first due time after a moment.
	 */
	Optional<Instant> next(Instant after) {
		return this.times.next(after);
	}

	/**
	 * A due time has come.
	 */
	void due(Instant due) {
		this.lastDue = due;
		makeUp();
	}

	/**
	 * If this worker leads, see that the last due time has its run.
	 */
	void makeUp() {
		Instant due = this.lastDue;
		if (due != null && this.leadership.isLeader()) {
			this.executor.execute(() -> run(due));
		}
	}

	private void run(Instant due) {
		Optional<Runnable> claim = claim(due);
		if (claim.isEmpty()) {
			return;
		}
		try {
			this.work.accept(due);
		}
		catch (Throwable ex) {
			logger.error("Job '%s' failed".formatted(this.name), ex);
		}
		finally {
			claim.get().run();
		}
	}

	private Optional<Runnable> claim(Instant due) {
		try {
			return this.claims.claim(this.name, due);
		}
		catch (ClusterException ex) {
			logger.warn("Job '%s' is not run here for %s: %s".formatted(this.name, due, ex.getMessage()));
			return Optional.empty();
		}
	}

	@Override
	public String toString() {
		return this.name;
	}

}
