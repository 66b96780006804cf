// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.ipc;

/**
 * A question about the last minutes.
 *
 * @param <R> the type of its answer
 */
public sealed interface HistoryRequest<R> extends Request<R> {

	/**
	 * Perform the request.
	 * @param history answers the request
	 * @return the answer
	 */
	R perform(History history);

	/**
	 * Samples that follow one.
	 *
	 * @param after the id of that sample, 0 for all
	 */
	record Samples(long after) implements HistoryRequest<ClusterSample[]> {

		@Override
		public Class<ClusterSample[]> answer() {
			return ClusterSample[].class;
		}

		@Override
		public ClusterSample[] perform(History history) {
			return history.samples(this.after).toArray(ClusterSample[]::new);
		}

	}

	/**
	 * The last lines that workers have printed.
	 *
	 * @param slot the slot of the workers, 0 for all
	 * @param after where the lines that were read before end
	 * @param lines how many lines are wanted at most
	 */
	record Printed(int slot, long after, int lines) implements HistoryRequest<PrintedLines> {

		@Override
		public Class<PrintedLines> answer() {
			return PrintedLines.class;
		}

		@Override
		public PrintedLines perform(History history) {
			return history.printed(this.slot, this.after, this.lines);
		}

	}

}
