// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.ipc;

import java.util.List;

/**
 * A history that turns every call into a request.
 */
@FunctionalInterface
public interface RequestingHistory extends History {

	/**
	 * Have a request answered.
	 * @param <R> the type of its answer
	 * @param request the request
	 * @return the answer
	 * @throws dev.bootcluster.ClusterException if it is not answered in time
	 */
	<R> R ask(HistoryRequest<R> request);

	@Override
	default List<ClusterSample> samples(long after) {
		return List.of(ask(new HistoryRequest.Samples(after)));
	}

	@Override
	default PrintedLines printed(int slot, long after, int lines) {
		return ask(new HistoryRequest.Printed(slot, after, lines));
	}

}
