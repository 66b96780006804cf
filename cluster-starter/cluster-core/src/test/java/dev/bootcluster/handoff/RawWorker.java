// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.handoff;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

import dev.bootcluster.ipc.Ipc;
import dev.bootcluster.test.Await;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.channel.unix.FileDescriptor;
import io.netty.channel.unix.Socket;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A worker's bare end of the handoff channel: it answers only what and when the test
 * says.
 */
final class RawWorker implements AutoCloseable {

	/**
	 * The length of a note before what was read: three numbers, a launch number, and that
	 * nobody has introduced the client.
	 */
	static final int NOTE_HEAD = 3 * Integer.BYTES + Long.BYTES + 1;

	private final Socket socket = Socket.newSocketDomain();

	private RawWorker(Path directory, long launch, int port) throws IOException {
		this.socket.connect(new DomainSocketAddress(directory.resolve(Ipc.HANDOFF_SOCKET).toFile()));
		write(this.socket,
				ByteBuffer.allocateDirect(Long.BYTES + Integer.BYTES).putLong(0, launch).putInt(Long.BYTES, port));
	}

	static RawWorker connect(Path directory, long launch, int port) {
		try {
			return new RawWorker(directory, launch, port);
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Receive a connection.
	 */
	Connection receive() {
		int[] received = new int[1];
		Await.until("a descriptor", () -> (received[0] = this.socket.recvFd()) != 0);
		if (received[0] == -1) {
			throw new AssertionError("The handoff channel was closed");
		}
		return new Connection(new FileDescriptor(received[0]));
	}

	/**
	 * Receive a note and return it as text.
	 */
	String receiveNote() throws IOException {
		try (Connection pipe = receive()) {
			ByteBuffer bytes = ByteBuffer.allocateDirect(64 * 1024);
			int length = pipe.descriptor().read(bytes, 0, bytes.capacity());
			ByteBuffer note = bytes.limit(length).position(0);
			assertThat(note.getInt()).isEqualTo(length - NOTE_HEAD);
			return "%d %d %s".formatted(note.getInt(), note.getInt(),
					StandardCharsets.US_ASCII.decode(note.position(NOTE_HEAD)));
		}
	}

	/**
	 * Send a descriptor.
	 */
	void send(FileDescriptor descriptor) throws IOException {
		assertThat(this.socket.sendFd(descriptor.intValue())).isPositive();
	}

	/**
	 * Wait for codes from the primary.
	 */
	void awaitAnswer(String codes) {
		assertThat(new Connection(this.socket).read(codes.length())).isEqualTo(codes);
	}

	/**
	 * Return whether a connection is there now, and close it.
	 */
	boolean hasReceived() throws IOException {
		int received = this.socket.recvFd();
		if (received > 0) {
			new FileDescriptor(received).close();
		}
		return received > 0;
	}

	/**
	 * Receive and acknowledge all connections that are there now.
	 */
	void receiveAll(List<Connection> taken) throws IOException {
		int received;
		while ((received = this.socket.recvFd()) > 0) {
			taken.add(new Connection(new FileDescriptor(received)));
			answer("A");
		}
	}

	/**
	 * Answer in codes.
	 */
	void answer(String codes) throws IOException {
		byte[] bytes = codes.getBytes(StandardCharsets.US_ASCII);
		write(this.socket, ByteBuffer.allocateDirect(bytes.length).put(0, bytes));
	}

	/**
	 * Report a load, in pieces.
	 */
	void report(int connections, int inFlight, int answered, int micros) throws IOException {
		ByteBuffer report = ByteBuffer.allocateDirect(1 + 4 * Integer.BYTES)
			.put((byte) 'L')
			.putInt(connections)
			.putInt(inFlight)
			.putInt(answered)
			.putInt(micros);
		this.socket.write(report, 0, 3);
		this.socket.write(report, 3, report.capacity());
	}

	void awaitClosed() {
		Await.until("the end of the handoff channel", () -> this.socket.recvFd() == -1);
	}

	@Override
	public void close() throws IOException {
		this.socket.close();
	}

	private static void write(FileDescriptor descriptor, ByteBuffer bytes) throws IOException {
		descriptor.write(bytes, 0, bytes.capacity());
	}

	/**
	 * A client's connection in a worker.
	 */
	record Connection(FileDescriptor descriptor) implements AutoCloseable {

		/**
		 * Read what the client wrote, which may still be in transit.
		 */
		String read(int length) {
			ByteBuffer bytes = ByteBuffer.allocateDirect(length);
			int[] position = new int[1];
			Await.until(length + " bytes from the client", () -> {
				position[0] += Math.max(0, this.descriptor.read(bytes, position[0], length));
				return position[0] == length;
			});
			return StandardCharsets.US_ASCII.decode(bytes).toString();
		}

		@Override
		public void close() throws IOException {
			this.descriptor.close();
		}

	}

}
