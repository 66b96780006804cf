// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.worker;

import org.jspecify.annotations.Nullable;

/**
 * How a worker serves its ports.
 *
 * @param migrate whether a drain lets connections go to other workers
 * @param maxInFlight how many requests of a port are executed at a time, {@code null} for
 * as many as Tomcat has threads
 */
public record ServingSettings(boolean migrate, @Nullable Integer maxInFlight) {

	/**
	 * Apply to the endpoint of a port, before it starts.
	 */
	void applyTo(HandoffEndpoint endpoint) {
		if (this.maxInFlight != null) {
			endpoint.limit(this.maxInFlight);
		}
	}

}
