// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.it;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import dev.bootcluster.testing.ClusterProcess;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.unix.DomainDatagramSocketAddress;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.channel.unix.Socket;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a service manager hears of a cluster that it has started.
 */
@Tag("full")
class ServiceManagerIT {

	private static final Duration PATIENCE = Duration.ofMinutes(2);

	private final List<String> heard = new ArrayList<>();

	@TempDir
	private Path temporary;

	@Test
	void startReloadAndStopAreToldAndChildrenAreNotAsked() throws IOException {
		Epoll.ensureAvailability();
		Path path = this.temporary.resolve("notify");
		Socket manager = Socket.newSocketDomainDgram();
		manager.bind(new DomainSocketAddress(path.toString()));
		try (ClusterProcess cluster = ClusterProcess.builder()
			.ownGroup()
			.args("--cluster.workers=2", "--cluster.reload.bake-time=0s")
			.env("NOTIFY_SOCKET", path.toString())
			.env("WATCHDOG_USEC", "2000000")
			.start()) {
			await(cluster, manager, "READY=1\nMAINPID=" + cluster.pid());
			await(cluster, manager, "STATUS=2 of 2 workers ready, generation 1");
			await(cluster, manager, "WATCHDOG=1");
			for (ProcessHandle child : cluster.descendants()) {
				assertThat(variables(child)).noneMatch((variable) -> variable.matches("(NOTIFY|WATCHDOG|LISTEN)_.*"));
			}
			this.heard.clear();
			long before = System.nanoTime() / 1000;
			cluster.signal("HUP");
			await(cluster, manager, "READY=1");
			assertThat(this.heard).filteredOn((notice) -> notice.startsWith("RELOADING=1"))
				.singleElement()
				.satisfies((notice) -> assertThat(Long.parseLong(notice.substring(notice.lastIndexOf('=') + 1)))
					.isBetween(before, System.nanoTime() / 1000));
			await(cluster, manager, "STATUS=2 of 2 workers ready, generation 2");
			this.heard.clear();
			cluster.signal("TERM");
			assertThat(cluster.awaitExit()).isZero();
			receive(manager);
			assertThat(this.heard).contains("STOPPING=1", "EXTEND_TIMEOUT_USEC=30000000").doesNotContain("READY=1");
		}
		finally {
			manager.close();
		}
	}

	private static List<String> variables(ProcessHandle process) throws IOException {
		try {
			byte[] variables = Files.readAllBytes(Path.of("/proc", Long.toString(process.pid()), "environ"));
			return List.of(new String(variables, StandardCharsets.ISO_8859_1).split("\0"));
		}
		catch (NoSuchFileException ex) {
			// It has ended.
			return List.of();
		}
	}

	private void await(ClusterProcess cluster, Socket manager, String notice) {
		cluster.await("the notice " + notice, PATIENCE, () -> {
			receive(manager);
			return this.heard.contains(notice);
		});
	}

	/**
	 * Hear what has been sent so far.
	 */
	private void receive(Socket manager) {
		ByteBuffer buffer = ByteBuffer.allocateDirect(8192);
		try {
			DomainDatagramSocketAddress from;
			while ((from = manager.recvFromDomainSocket(buffer.clear(), 0, buffer.capacity())) != null) {
				byte[] bytes = new byte[from.receivedAmount()];
				buffer.get(0, bytes);
				this.heard.add(new String(bytes, StandardCharsets.UTF_8));
			}
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
