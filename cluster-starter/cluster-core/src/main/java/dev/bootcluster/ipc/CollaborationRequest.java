// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.ipc;

import org.jspecify.annotations.Nullable;

/**
 * A decision that collaborating workers leave to the primary.
 *
 * @param <R> the type of its answer, {@link Void} if there is none
 */
public sealed interface CollaborationRequest<R> extends Request<R> {

	/**
	 * Perform the request.
	 * @param performer makes the decision
	 * @return the answer, {@code null} if there is none
	 * @throws dev.bootcluster.ClusterException if it is refused
	 */
	@Nullable R perform(Performer performer);

	/**
	 * Makes decisions on behalf of one worker.
	 */
	interface Performer {

		/**
		 * Begin one run of a job.
		 * @param job the job's name
		 * @param due when the run was due, in milliseconds since 1970
		 * @return whether the worker should run it
		 */
		boolean claim(String job, long due);

		/**
		 * End one run of a job.
		 * @param job the job's name
		 * @param due when the run was due, in milliseconds since 1970
		 */
		void finished(String job, long due);

		/**
		 * Return a shared value.
		 * @param name the value's name
		 * @return the value, or whether the worker should compute it
		 */
		SharedValueState value(String name);

	}

	/**
	 * Begin one run of a job, so that no other worker does.
	 *
	 * @param job the job's name
	 * @param due when the run was due, in milliseconds since 1970
	 */
	record Claim(String job, long due) implements CollaborationRequest<Boolean> {

		@Override
		public Class<Boolean> answer() {
			return Boolean.class;
		}

		@Override
		public Boolean perform(Performer performer) {
			return performer.claim(this.job, this.due);
		}

	}

	/**
	 * A run of a job has ended.
	 *
	 * @param job the job's name
	 * @param due when the run was due, in milliseconds since 1970
	 */
	record Finished(String job, long due) implements CollaborationRequest<Void> {

		@Override
		public Class<Void> answer() {
			return Void.class;
		}

		@Override
		public @Nullable Void perform(Performer performer) {
			performer.finished(this.job, this.due);
			return null;
		}

	}

	/**
	 * The current shared value of a name, or who should compute it.
	 *
	 * @param name the value's name
	 */
	record AskValue(String name) implements CollaborationRequest<SharedValueState> {

		@Override
		public Class<SharedValueState> answer() {
			return SharedValueState.class;
		}

		@Override
		public SharedValueState perform(Performer performer) {
			return performer.value(this.name);
		}

	}

}
