// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.fork;

import java.io.EOFException;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

/**
 * Tests for {@link FrameChannel}.
 */
class FrameChannelTests {

	private static final int LARGEST = 1 << 20;

	@TempDir
	Path directory;

	private SocketChannel raw;

	private FrameChannel writer;

	private FrameChannel reader;

	@BeforeEach
	void connect() throws IOException {
		UnixDomainSocketAddress address = UnixDomainSocketAddress.of(this.directory.resolve("s"));
		try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
			server.bind(address);
			this.raw = SocketChannel.open(address);
			this.writer = new FrameChannel(this.raw, LARGEST);
			this.reader = new FrameChannel(server.accept(), LARGEST);
		}
	}

	@AfterEach
	void close() {
		this.writer.close();
		this.reader.close();
	}

	@Test
	void frameLargerThanAnyBufferArrives() throws Exception {
		byte[] content = new byte[LARGEST];
		content[LARGEST - 1] = 42;
		CompletableFuture<Void> written = CompletableFuture.runAsync(() -> {
			try {
				this.writer.write(FrameType.RESULT, content);
			}
			catch (IOException ex) {
				throw new IllegalStateException(ex);
			}
		});
		Frame frame = this.reader.read();
		assertThat(frame.type()).isEqualTo(FrameType.RESULT);
		assertThat(frame.content()).isEqualTo(content);
		assertThat(written).succeedsWithin(Duration.ofSeconds(30));
	}

	@Test
	void readThatWaitsHoldsUpNoWrite() throws Exception {
		CompletableFuture<Frame> waiting = CompletableFuture.supplyAsync(() -> {
			try {
				return this.reader.read();
			}
			catch (IOException ex) {
				throw new IllegalStateException(ex);
			}
		});
		this.reader.write(FrameType.TASK, new byte[] { 1 });
		assertThat(this.writer.read().type()).isEqualTo(FrameType.TASK);
		this.writer.write(FrameType.STARTED, new byte[0]);
		assertThat(waiting).succeedsWithin(Duration.ofSeconds(30)).returns(FrameType.STARTED, Frame::type);
	}

	@Test
	void endBetweenFramesIsTheEnd() throws Exception {
		this.writer.close();
		assertThat(this.reader.read()).isNull();
	}

	@Test
	void endWithinAFrameIsAnError() throws Exception {
		this.raw.write(ByteBuffer.allocate(5 + 3).putInt(10).put(FrameType.RESULT.code()).position(0));
		this.writer.close();
		assertThatExceptionOfType(EOFException.class).isThrownBy(this.reader::read);
	}

	@Test
	void unknownFrameIsAnError() throws Exception {
		this.raw.write(ByteBuffer.allocate(5).putInt(0).put((byte) 99).flip());
		assertThatIOException().isThrownBy(this.reader::read).withMessage("Unknown frame type 99");
	}

	@Test
	void frameThatIsTooLargeIsAnErrorBeforeItTakesMemory() throws Exception {
		this.raw.write(ByteBuffer.allocate(5).putInt(Integer.MAX_VALUE).put(FrameType.RESULT.code()).flip());
		assertThatIOException().isThrownBy(this.reader::read)
			.withMessageContaining("Frame RESULT has 2147483647 bytes");
	}

}
