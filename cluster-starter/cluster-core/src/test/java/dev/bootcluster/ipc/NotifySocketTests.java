// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.ipc;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.UUID;

import io.netty.channel.epoll.Epoll;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.channel.unix.Socket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Tests for {@link NotifySocket} with a service manager's socket.
 */
class NotifySocketTests {

	@TempDir
	Path directory;

	@Test
	void messagesArriveAtAPathOneByOne() throws Exception {
		Path path = this.directory.resolve("notify");
		Socket manager = listen(path.toString());
		try (NotifySocket socket = NotifySocket.to(path.toString())) {
			assertThat(socket.send("READY=1\nMAINPID=42")).isTrue();
			assertThat(socket.send("STATUS=größer")).isTrue();
			assertThat(receive(manager)).isEqualTo("READY=1\nMAINPID=42");
			assertThat(receive(manager)).isEqualTo("STATUS=größer");
		}
		finally {
			manager.close();
		}
	}

	@Test
	void messagesArriveAtAnAbstractAddress() throws Exception {
		String name = "boot-cluster/" + UUID.randomUUID();
		Socket manager = listen("\0" + name);
		try (NotifySocket socket = NotifySocket.to("@" + name)) {
			assertThat(socket.send("WATCHDOG=1")).isTrue();
			assertThat(receive(manager)).isEqualTo("WATCHDOG=1");
		}
		finally {
			manager.close();
		}
	}

	@Test
	void fullQueueIsSaidAndNotWaitedFor() throws Exception {
		Path path = this.directory.resolve("notify");
		Socket manager = listen(path.toString());
		try (NotifySocket socket = NotifySocket.to(path.toString())) {
			int sent = 0;
			while (socket.send("STATUS=" + "x".repeat(1000))) {
				sent++;
			}
			assertThat(sent).isPositive();
			receive(manager);
			assertThat(socket.send("READY=1")).isTrue();
		}
		finally {
			manager.close();
		}
	}

	@Test
	void nobodyListeningIsAnError() {
		try (NotifySocket socket = NotifySocket.to(this.directory.resolve("nobody").toString())) {
			assertThatExceptionOfType(IOException.class).isThrownBy(() -> socket.send("READY=1"));
		}
	}

	@Test
	void messageThatIsTooLongIsRefused() {
		try (NotifySocket socket = NotifySocket.to(this.directory.resolve("nobody").toString())) {
			assertThatIllegalArgumentException().isThrownBy(() -> socket.send("x".repeat(5000)));
		}
	}

	private static Socket listen(String path) throws IOException {
		Epoll.ensureAvailability();
		Socket socket = Socket.newSocketDomainDgram();
		socket.bind(new DomainSocketAddress(path));
		return socket;
	}

	private static String receive(Socket socket) throws IOException {
		ByteBuffer buffer = ByteBuffer.allocateDirect(8192);
		int count = socket.recvFromDomainSocket(buffer, 0, buffer.capacity()).receivedAmount();
		byte[] bytes = new byte[count];
		buffer.get(bytes);
		return new String(bytes, StandardCharsets.UTF_8);
	}

}
