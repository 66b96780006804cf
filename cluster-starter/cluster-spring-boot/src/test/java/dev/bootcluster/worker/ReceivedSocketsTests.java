// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.worker;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

import dev.bootcluster.ipc.Ipc;
import dev.bootcluster.test.Await;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

/**
 * Tests for {@link ReceivedSockets}, with descriptors as the kernel returns them.
 */
class ReceivedSocketsTests {

	private io.netty.channel.unix.Socket listener;

	private InetSocketAddress address;

	@BeforeEach
	void listen() throws IOException {
		assertThat(Ipc.unavailable()).isNull();
		this.listener = io.netty.channel.unix.Socket.newSocketStream();
		this.listener.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
		this.listener.listen(10);
		this.address = this.listener.localAddress();
	}

	@AfterEach
	void close() throws IOException {
		if (this.listener.isOpen()) {
			this.listener.close();
		}
	}

	@Test
	void connectionKnowsItsClientAndCarriesBytesBothWays() throws IOException {
		try (Socket client = new Socket(this.address.getAddress(), this.address.getPort());
				SocketChannel connection = ReceivedSockets.connection(accept())) {
			InetSocketAddress remote = (InetSocketAddress) connection.getRemoteAddress();
			assertThat(remote.getPort()).isEqualTo(client.getLocalPort());
			assertThat(remote.getAddress().isLoopbackAddress()).isTrue();
			assertThat(((InetSocketAddress) connection.getLocalAddress()).getPort()).isEqualTo(this.address.getPort());
			client.getOutputStream().write("ping".getBytes(StandardCharsets.US_ASCII));
			connection.configureBlocking(true);
			assertThat(Channels.newInputStream(connection).readNBytes(4)).asString().isEqualTo("ping");
			connection.write(ByteBuffer.wrap("pong".getBytes(StandardCharsets.US_ASCII)));
			assertThat(client.getInputStream().readNBytes(4)).asString().isEqualTo("pong");
		}
	}

	@Test
	void connectionThatItsClientResetIsNoConnection() throws IOException {
		Socket client = new Socket(this.address.getAddress(), this.address.getPort());
		int descriptor = accept();
		client.setSoLinger(true, 0);
		client.close();
		assertThatIOException().isThrownBy(() -> ReceivedSockets.connection(descriptor));
		new io.netty.channel.unix.FileDescriptor(descriptor).close();
	}

	@Test
	void listenerAcceptsInBlockingModeAlthoughItsDescriptorDoesNot() throws Exception {
		ServerSocketChannel received = ReceivedSockets.listener(this.listener.intValue());
		assertThat(received.isBlocking()).isTrue();
		assertThat(received.getLocalAddress()).isEqualTo(this.address);
		SocketChannel[] accepted = new SocketChannel[1];
		Thread acceptor = new Thread(() -> {
			try {
				accepted[0] = received.accept();
			}
			catch (IOException ex) {
				// The assertion reports it.
			}
		});
		acceptor.start();
		try (Socket client = new Socket(this.address.getAddress(), this.address.getPort())) {
			acceptor.join(5000);
			assertThat(accepted[0]).isNotNull();
			assertThat(client.isConnected()).isTrue();
			accepted[0].close();
		}
		// The descriptor belonged to the channel.
		this.listener = io.netty.channel.unix.Socket.newSocketStream();
		received.close();
	}

	private int accept() {
		int[] descriptor = new int[1];
		Await.until("a connection", () -> (descriptor[0] = this.listener.accept(new byte[26])) > 0);
		return descriptor[0];
	}

}
