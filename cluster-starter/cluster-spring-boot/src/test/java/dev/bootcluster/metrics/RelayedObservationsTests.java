// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.metrics;

import dev.bootcluster.ipc.RelayOrigin;
import io.micrometer.observation.Observation;
import org.junit.jupiter.api.Test;

import org.springframework.http.server.observation.ServerRequestObservationContext;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RelayedObservations}.
 */
class RelayedObservationsTests {

	private final RelayedObservations predicate = new RelayedObservations();

	private final MockHttpServletRequest request = new MockHttpServletRequest();

	@Test
	void requestOfAClientIsObserved() {
		assertThat(isObserved()).isTrue();
		assertThat(this.predicate.test("other", new Observation.Context())).isTrue();
	}

	@Test
	void requestThatAWorkerHasRelayedIsNot() {
		relayed(true);
		assertThat(isObserved()).isFalse();
	}

	@Test
	void requestThatThePrimaryHasRelayedIsObserved() {
		relayed(false);
		assertThat(isObserved()).isTrue();
	}

	private void relayed(boolean observed) {
		this.request.setAttribute(RelayOrigin.ATTRIBUTE,
				new RelayOrigin("192.0.2.1", 1, "192.0.2.2", 2, "http", 80, false, observed));
	}

	private boolean isObserved() {
		return this.predicate.test("http.server.requests",
				new ServerRequestObservationContext(this.request, new MockHttpServletResponse()));
	}

}
