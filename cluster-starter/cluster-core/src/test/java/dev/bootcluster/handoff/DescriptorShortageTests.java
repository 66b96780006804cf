// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.handoff;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import dev.bootcluster.BalancingPolicy;
import dev.bootcluster.ipc.DescriptorLimit;
import dev.bootcluster.test.Await;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The primary near the end of its file descriptors, in a table that really is as full as
 * it says.
 */
class DescriptorShortageTests {

	private static final int ROOM = 20;

	@TempDir
	Path directory;

	@Test
	void leavesConnectionsInTheKernelWhileDescriptorsAreShortAndTakesThemAfter() throws Exception {
		List<java.net.Socket> clients = new ArrayList<>();
		int clientCount = 30;
		// The handoff itself takes some, and so does each client of this process.
		int full = tableWithRoomFor(clientCount + ROOM);
		DescriptorLimit limit = new DescriptorLimit(full, full);
		try (HandoffStage stage = new HandoffStage(this.directory, BalancingPolicy.ROUND_ROBIN, limit)) {
			for (int i = 0; i < clientCount; i++) {
				clients.add(stage.client("client-%02d".formatted(i)));
			}
			Await.until("the limit", () -> stage.handoff.stats().pending() > 0 && !limit.hasRoom());
			stage.barrier();
			assertThat(stage.handoff.stats().pending()).isLessThan(clientCount);
			RawWorker worker = stage.worker(1);
			List<String> served = new ArrayList<>();
			for (int i = 0; i < clientCount; i++) {
				try (RawWorker.Connection connection = worker.receive()) {
					served.add(connection.read(9));
				}
				worker.answer("A");
			}
			assertThat(served).doesNotHaveDuplicates().hasSize(clientCount);
			stage.awaitHandoffs(clientCount);
			stage.client("after");
			try (RawWorker.Connection connection = worker.receive()) {
				assertThat(connection.read(5)).isEqualTo("after");
			}
		}
	}

	@Test
	void workerThatRefusedTheListeningSocketGetsItWhenItHasRoom() throws Exception {
		try (HandoffStage stage = new HandoffStage(this.directory, BalancingPolicy.SHARED, 10, false)) {
			RawWorker worker = stage.worker(1);
			worker.receive().close();
			worker.answer("R");
			stage.barrier();
			assertThat(worker.hasReceived()).isFalse();
			worker.answer("C");
			worker.receive().close();
		}
	}

	/**
	 * What other tests of this JVM have left open is not all below the lowest free
	 * number.
	 */
	private static int tableWithRoomFor(int descriptors) throws IOException {
		Set<Integer> taken;
		try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
			taken = open.map((link) -> Integer.valueOf(link.getFileName().toString())).collect(Collectors.toSet());
		}
		return IntStream.iterate(0, (number) -> number + 1)
			.filter((number) -> !taken.contains(number))
			.limit(descriptors)
			.max()
			.orElseThrow() + 1;
	}

}
