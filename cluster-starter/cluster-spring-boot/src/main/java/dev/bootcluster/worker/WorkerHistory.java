// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.worker;

import dev.bootcluster.ipc.HistoryRequest;
import dev.bootcluster.ipc.RequestingHistory;

/**
 * The history as seen from a worker: every question goes to the primary.
 *
 * @param primary asks the primary
 */
record WorkerHistory(PrimaryCalls primary) implements RequestingHistory {

	@Override
	public <R> R ask(HistoryRequest<R> request) {
		return this.primary.require(request);
	}

}
