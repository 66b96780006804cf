// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.leader;

import java.time.Instant;
import java.util.Optional;

import dev.bootcluster.ClusterException;
import dev.bootcluster.ipc.CollaborationRequest;
import dev.bootcluster.ipc.Link;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * The primary's ledger of runs.
 */
final class HostClaims implements JobClaims {

	private static final Log logger = LogFactory.getLog(HostClaims.class);

	private final Link link;

	HostClaims(Link link) {
		this.link = link;
	}

	@Override
	public Optional<Runnable> claim(String job, Instant due) {
		long millis = due.toEpochMilli();
		Boolean granted = this.link.ask(new CollaborationRequest.Claim(job, millis));
		return Boolean.TRUE.equals(granted) ? Optional.of(() -> finished(job, millis)) : Optional.empty();
	}

	private void finished(String job, long due) {
		try {
			this.link.ask(new CollaborationRequest.Finished(job, due));
		}
		catch (ClusterException ex) {
			logger.warn(("The primary could not be told that a run of job '%s' has ended; "
					+ "its next runs are skipped while this worker lives: %s")
				.formatted(job, ex.getMessage()));
		}
	}

}
