// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.handoff;

import java.nio.charset.StandardCharsets;
import java.util.List;

import dev.bootcluster.ipc.ConnectionNote;
import io.netty.channel.unix.FileDescriptor;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link Unanswered}.
 */
class UnansweredTests {

	private static final FileDescriptor NONE = new FileDescriptor(0);

	/**
	 * Descriptors, of which each connection that moves takes two, that a Unix socket's
	 * buffer has room for.
	 */
	private static final int BUFFER = 278;

	private final Unanswered unanswered = new Unanswered();

	private int number;

	@Test
	void windowIsForConnectionsWithARequest() {
		assertThat(fill()).isEqualTo(Unanswered.WINDOW);
		this.unanswered.remove();
		assertThat(fill()).isEqualTo(1);
	}

	@Test
	void connectionWhoseRequestHasBegunCountsAsOneWithARequest() {
		assertThat(fillWith(moved("GET /"))).isEqualTo(Unanswered.WINDOW);
	}

	@Test
	void allThatMayBeIdleFitIntoTheBufferWithTheirNotes() {
		int idle = fillWith(moved(""));
		assertThat(idle).isGreaterThan(3 * Unanswered.WINDOW);
		assertThat(2 * idle).isLessThan(BUFFER);
	}

	@Test
	void idleConnectionsLeaveTheWindowToOthers() {
		for (int i = 0; i < 3 * Unanswered.WINDOW; i++) {
			this.unanswered.add(new AcceptedConnection(this.number++, NONE, moved(""), 1));
		}
		assertThat(fill()).isEqualTo(Unanswered.WINDOW);
		this.unanswered.remove();
		assertThat(fill()).as("room that an idle one has left").isZero();
	}

	@Test
	void refusalLeavesRoomForFewAndEachTakenForMore() {
		this.unanswered.refused();
		int few = fillWith(moved(""));
		assertThat(few).isBetween(1, 4);
		this.unanswered.removeAll();
		assertThat(fill()).isEqualTo(1);
		this.unanswered.taken();
		assertThat(fill()).isEqualTo(1);
		for (int i = 0; i < 2 * Unanswered.WINDOW; i++) {
			this.unanswered.taken();
		}
		assertThat(fill()).isEqualTo(Unanswered.WINDOW - 2);
	}

	@Test
	void answersComeInOrderAndWhatIsNeverAnsweredIsKnown() {
		fill();
		AcceptedConnection first = this.unanswered.oldest();
		assertThat(this.unanswered.remove()).isSameAs(first);
		List<AcceptedConnection> lost = this.unanswered.removeAll();
		assertThat(lost).hasSize(Unanswered.WINDOW - 1).isSorted().doesNotContain(first);
		assertThat(this.unanswered.isEmpty()).isTrue();
		assertThat(this.unanswered.remove()).isNull();
		assertThat(fillWith(moved(""))).isGreaterThan(2 * Unanswered.WINDOW);
	}

	private int fill() {
		int before = this.unanswered.size();
		while (!this.unanswered.isFull()) {
			this.unanswered.add(new AcceptedConnection(this.number++, NONE, 0, 0));
		}
		return this.unanswered.size() - before;
	}

	private int fillWith(ConnectionNote note) {
		int before = this.unanswered.size();
		while (!this.unanswered.isFull()) {
			this.unanswered.add(new AcceptedConnection(this.number++, NONE, note, 1));
		}
		return this.unanswered.size() - before;
	}

	private static ConnectionNote moved(String read) {
		return new ConnectionNote(0, 7, read.getBytes(StandardCharsets.US_ASCII));
	}

}
