// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.handoff;

import java.util.ArrayList;
import java.util.List;

import dev.bootcluster.ipc.ConnectionNote;
import io.netty.channel.unix.FileDescriptor;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Waiting}.
 */
class WaitingTests {

	private final Waiting waiting = new Waiting();

	@Test
	void connectionsLeaveInTheOrderOfAcceptance() {
		add(3, 0);
		add(1, 0);
		add(2, 0);
		assertThat(handOffExcept(-1)).containsExactly(1L, 2L, 3L);
		assertThat(this.waiting.size()).isZero();
	}

	@Test
	void slotThatTakesNoneHoldsUpOnlyItsOwn() {
		add(1, 2);
		add(2, 0);
		add(3, 2);
		add(4, 1);
		assertThat(handOffExcept(2)).containsExactlyInAnyOrder(2L, 4L);
		assertThat(this.waiting.size()).isEqualTo(2);
		assertThat(this.waiting.isEmptyFor(connection(5, 2))).isFalse();
		assertThat(this.waiting.isEmptyFor(connection(5, 1))).isTrue();
		assertThat(this.waiting.isEmptyFor(connection(5, 0))).isTrue();
		assertThat(handOffExcept(-1)).containsExactly(1L, 3L);
		assertThat(this.waiting.isEmptyFor(connection(5, 2))).isTrue();
	}

	private void add(long number, int slot) {
		this.waiting.add(connection(number, slot));
	}

	private static AcceptedConnection connection(long number, int slot) {
		ConnectionNote note = (slot != 0) ? new ConnectionNote(slot, slot, 0, new byte[0]) : null;
		return new AcceptedConnection(number, new FileDescriptor(0), slot, 0, note, 0);
	}

	private List<Long> handOffExcept(int slot) {
		List<Long> numbers = new ArrayList<>();
		this.waiting.handOff((connection) -> connection.slot() != slot && numbers.add(connection.number()));
		return numbers;
	}

}
