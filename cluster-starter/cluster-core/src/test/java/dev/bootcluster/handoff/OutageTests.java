// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.handoff;

import java.time.Duration;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

/**
 * Tests for {@link Outage}.
 */
class OutageTests {

	private static final Duration SHORT = Duration.ofMillis(9_999);

	private static final Duration LONG = Duration.ofSeconds(10);

	private final Outage outage = new Outage(Duration.ofSeconds(10));

	private final WorkerLink one = mock();

	private final WorkerLink other = mock();

	@Test
	void clientWaitsForTheFirstWorkerUntilTheTimeout() {
		assertThat(this.outage.isTooLong(SHORT)).isFalse();
		assertThat(this.outage.isTooLong(LONG)).isTrue();
	}

	@Test
	void clientWaitsForRoomAsLongAsAnyWorkerIsReady() {
		this.outage.ready(this.one);
		this.outage.ready(this.other);
		this.outage.gone(this.one);
		assertThat(this.outage.isTooLong(Duration.ofHours(1))).isFalse();
		this.outage.gone(this.other);
		assertThat(this.outage.isTooLong(LONG)).isTrue();
	}

	@Test
	void clientWaitsForRoomUntilTheTimeoutIfRequestsAreBounded() {
		this.outage.ready(this.one);
		assertThat(this.outage.isTooLongForRoom(LONG)).isFalse();
		this.outage.bounded(true);
		assertThat(this.outage.isTooLongForRoom(SHORT)).isFalse();
		assertThat(this.outage.isTooLongForRoom(LONG)).isTrue();
		assertThat(this.outage.isTooLong(LONG)).isFalse();
	}

	@Test
	void noClientWaitsWhileThereIsNoHope() {
		this.outage.hopeless(true);
		assertThat(this.outage.isTooLong(Duration.ZERO)).isTrue();
		this.outage.ready(this.one);
		assertThat(this.outage.isTooLong(LONG)).as("a worker is ready after all").isFalse();
		this.outage.gone(this.one);
		this.outage.hopeless(false);
		assertThat(this.outage.isTooLong(SHORT)).isFalse();
	}

}
