// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.ipc;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import io.netty.channel.epoll.Epoll;
import io.netty.channel.unix.FileDescriptor;
import io.netty.channel.unix.Socket;
import org.apache.commons.logging.impl.NoOpLog;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link DescriptorLimit}.
 */
class DescriptorLimitTests {

	@BeforeAll
	static void loadNativeCode() {
		Epoll.ensureAvailability();
	}

	@ParameterizedTest
	@CsvSource(textBlock = """
			# limit, open without connections, first descriptor that is one too many
			256,     136,                       226
			256,     252,                       255
			256,     256,                       256
			256,     300,                       256
			1024,    136,                       960
			1048576, 136,                       1048512
			""")
	void connectionsLeaveAQuarterOfWhatIsFreeAndAtMost64(long limit, long open, int first) {
		DescriptorLimit descriptors = new DescriptorLimit(limit, open);
		assertThat(descriptors.isReachedBy(first)).isTrue();
		assertThat(descriptors.isReachedBy(first - 1)).isFalse();
	}

	@ParameterizedTest
	@CsvSource({ "225, true", "226, false", "256, false", "2147483647, false" })
	void hasRoomWhileTheLowestFreeDescriptorIsBelow(int lowestFree, boolean room) {
		assertThat(new DescriptorLimit(256, 136, () -> lowestFree, System::nanoTime).hasRoom()).isEqualTo(room);
	}

	@Test
	void probesTheRealTableAndLeavesNothingOpen() throws Exception {
		Socket socket = Socket.newSocketDomain();
		int number = socket.intValue();
		assertThat(new DescriptorLimit(number, number).hasRoom()).isFalse();
		new FileDescriptor(number).close();
		DescriptorLimit roomForOne = new DescriptorLimit(number + 1, number + 1);
		for (int i = 0; i < 3; i++) {
			assertThat(roomForOne.hasRoom()).isTrue();
		}
	}

	@Test
	void ownLimitIsThatOfThisProcess() {
		DescriptorLimit own = DescriptorLimit.own();
		assertThat(own.hasRoom()).isTrue();
		assertThat(own.isReachedBy(Integer.MAX_VALUE)).isTrue();
	}

	@Test
	void warnsOnceAMinute() {
		AtomicLong now = new AtomicLong(-5);
		DescriptorLimit limit = new DescriptorLimit(256, 136, new AtomicInteger()::get, now::get);
		Warnings warnings = new Warnings();
		limit.warn(warnings, "No more");
		assertThat(warnings.texts).singleElement()
			.asString()
			.startsWith("No more: ")
			.contains("process %d".formatted(ProcessHandle.current().pid()), "256", "ulimit -n", "LimitNOFILE=");
		now.addAndGet(Duration.ofSeconds(60).toNanos() - 1);
		limit.warn(warnings, "No more");
		assertThat(warnings.texts).hasSize(1);
		now.addAndGet(1);
		limit.warn(warnings, "No more");
		limit.warn(warnings, "No more");
		assertThat(warnings.texts).hasSize(2);
	}

	@Test
	void limitIsOneForAllPortsOfAProcess() {
		assertThat(DescriptorLimit.own()).isSameAs(DescriptorLimit.own());
	}

	/**
	 * Keeps what is logged.
	 */
	private static final class Warnings extends NoOpLog {

		private final List<Object> texts = new ArrayList<>();

		@Override
		public void warn(Object message) {
			this.texts.add(message);
		}

	}

}
