// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.metrics;

import dev.bootcluster.ipc.RelayOrigin;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationPredicate;

import org.springframework.http.server.observation.ServerRequestObservationContext;

/**
 * Leaves out requests that another worker has relayed to this one: that worker has
 * observed them already. The primary, which has the management port, observes nothing.
 */
final class RelayedObservations implements ObservationPredicate {

	@Override
	public boolean test(String name, Observation.Context context) {
		return !(context instanceof ServerRequestObservationContext request) || request.getCarrier() == null
				|| !(request.getCarrier().getAttribute(RelayOrigin.ATTRIBUTE) instanceof RelayOrigin origin)
				|| !origin.observed();
	}

}
