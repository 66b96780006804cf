// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.ipc;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

import io.netty.channel.epoll.Epoll;
import io.netty.channel.unix.FileDescriptor;
import io.netty.channel.unix.Socket;
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
		assertThat(limit.warning("No more")).startsWith("No more: ")
			.contains("process %d".formatted(ProcessHandle.current().pid()), "256", "ulimit -n", "LimitNOFILE=");
		now.addAndGet(Duration.ofSeconds(60).toNanos() - 1);
		assertThat(limit.warning("No more")).isNull();
		now.addAndGet(1);
		assertThat(limit.warning("No more")).isNotNull();
		assertThat(limit.warning("No more")).isNull();
	}

}
