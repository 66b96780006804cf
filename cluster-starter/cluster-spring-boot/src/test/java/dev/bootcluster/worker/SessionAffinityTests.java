// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.worker;

import java.time.Duration;

import dev.bootcluster.ipc.SessionRoute;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link SessionAffinity}.
 */
class SessionAffinityTests {

	private static final SessionRoute OWN = new SessionRoute(3, 17);

	private static final SessionRoute BEFORE = new SessionRoute(3, 5);

	private static final SessionRoute OTHER = new SessionRoute(1, 2);

	private Duration now = Duration.ofDays(-1);

	private final SessionAffinity affinity = new SessionAffinity(OWN, () -> this.now.toNanos());

	@Test
	void requestOfAnotherSlotIsElsewhere() {
		assertThat(this.affinity.isElsewhere(OTHER)).isTrue();
		assertThat(this.affinity.isElsewhere(OWN)).isFalse();
		assertThat(this.affinity.isElsewhere(SessionRoute.NONE)).isFalse();
	}

	@Test
	void earlierWorkerOfTheSlotMayHaveItsSessionsYet() {
		assertThat(this.affinity.isElsewhere(BEFORE)).isTrue();
		this.affinity.placed(BEFORE);
		assertThat(this.affinity.isElsewhere(BEFORE)).isFalse();
	}

	@Test
	void absentWorkerIsAskedForOnceAMoment() {
		this.affinity.placed(OTHER);
		assertThat(this.affinity.isElsewhere(OTHER)).isFalse();
		assertThat(this.affinity.isElsewhere(new SessionRoute(1, 3))).isTrue();
		this.now = this.now.plusMillis(999);
		assertThat(this.affinity.isElsewhere(OTHER)).isFalse();
		this.now = this.now.plusMillis(1);
		assertThat(this.affinity.isElsewhere(OTHER)).isTrue();
	}

	@Test
	void requestThatArrivesWhereItBelongsSaysNothingOfOthers() {
		this.affinity.placed(OWN);
		this.affinity.placed(SessionRoute.NONE);
		assertThat(this.affinity.isElsewhere(OTHER)).isTrue();
	}

	@Test
	void lingeringWorkerServesItsOwnSessionsOnly() {
		this.affinity.linger();
		this.affinity.placed(OTHER);
		assertThat(this.affinity.isElsewhere(OWN)).isFalse();
		assertThat(this.affinity.isElsewhere(OTHER)).isTrue();
		assertThat(this.affinity.isElsewhere(BEFORE)).isTrue();
		assertThat(this.affinity.isElsewhere(SessionRoute.NONE)).isTrue();
	}

	@Test
	void inventedRoutesTakeBoundedMemory() {
		for (int launch = 1; launch <= 1024; launch++) {
			this.affinity.placed(new SessionRoute(9, launch));
		}
		assertThat(this.affinity.isElsewhere(new SessionRoute(9, 1))).isFalse();
		this.affinity.placed(OTHER);
		assertThat(this.affinity.isElsewhere(new SessionRoute(9, 1))).isTrue();
		assertThat(this.affinity.isElsewhere(OTHER)).isFalse();
	}

}
