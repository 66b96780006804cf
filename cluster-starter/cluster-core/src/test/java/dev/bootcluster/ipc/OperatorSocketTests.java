// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.ipc;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for operators on a real control socket.
 */
class OperatorSocketTests {

	@TempDir
	private Path directory;

	private final Ipc primary = new Ipc("test-primary");

	private final ExecutorService loop = Executors.newSingleThreadExecutor();

	@AfterEach
	void close() {
		this.loop.shutdownNow();
		this.primary.close();
	}

	@Test
	void operatorThatWaitsForEachAnswerIsNeverTurnedAway() throws IOException {
		this.primary.listen(this.directory, (channel, message) -> {
		}, (channel) -> {
		}, answering());
		try (SocketChannel operator = connect()) {
			send(operator, "{\"type\":\"operator\",\"protocol\":5}");
			assertThat(receive(operator)).contains("welcome");
			for (int id = 1; id <= 2000; id++) {
				send(operator, "{\"type\":\"read-output\",\"id\":%d,\"after\":0,\"lines\":1}".formatted(id));
				assertThat(receive(operator)).contains("\"id\":" + id);
			}
		}
	}

	@Test
	void primaryThatServesNoOperatorsSaysSo() throws IOException {
		this.primary.listen(this.directory, (channel, message) -> {
		}, (channel) -> {
		});
		try (SocketChannel operator = connect()) {
			send(operator, "{\"type\":\"operator\",\"protocol\":5}");
			assertThat(receive(operator)).contains("serves no operators");
			assertThat(operator.read(ByteBuffer.allocate(1))).as("end of the channel").isEqualTo(-1);
		}
	}

	/**
	 * Answer on another thread, as the primary does.
	 */
	private OperatorDesk answering() {
		return new OperatorDesk() {

			@Override
			public void received(OperatorChannel channel, FromOperator message) {
				OperatorSocketTests.this.loop
					.execute(() -> channel.send((message instanceof FromOperator.ReadOutput read)
							? new ToOperator.Answer(read.id(), null, null, null) : new ToOperator.Welcome(5)));
			}

			@Override
			public void closed(OperatorChannel channel) {
				// There is nothing to forget.
			}

		};
	}

	private SocketChannel connect() throws IOException {
		SocketChannel operator = SocketChannel.open(StandardProtocolFamily.UNIX);
		operator.connect(UnixDomainSocketAddress.of(this.directory.resolve(Ipc.CONTROL_SOCKET)));
		return operator;
	}

	private static void send(SocketChannel operator, String json) throws IOException {
		byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
		operator.write(ByteBuffer.allocate(Integer.BYTES + bytes.length).putInt(bytes.length).put(bytes).flip());
	}

	private static String receive(SocketChannel operator) throws IOException {
		int length = read(operator, Integer.BYTES).getInt();
		return new String(read(operator, length).array(), StandardCharsets.UTF_8);
	}

	private static ByteBuffer read(SocketChannel operator, int length) throws IOException {
		ByteBuffer bytes = ByteBuffer.allocate(length);
		while (bytes.hasRemaining()) {
			assertThat(operator.read(bytes)).as("bytes of an answer").isPositive();
		}
		return bytes.flip();
	}

}
