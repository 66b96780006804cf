// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.ipc;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

import io.netty.channel.epoll.Epoll;
import io.netty.channel.unix.Socket;

/**
 * The socket on which a service manager listens (sd_notify(3)). The JDK has no Unix
 * datagram sockets. Not thread-safe.
 */
public final class NotifySocket implements AutoCloseable {

	/**
	 * Room for one message.
	 */
	private static final int LONGEST = 4096;

	private final Socket socket;

	private final byte[] address;

	private final ByteBuffer buffer = ByteBuffer.allocateDirect(LONGEST);

	private NotifySocket(Socket socket, byte[] address) {
		this.socket = socket;
		this.address = address;
	}

	/**
	 * Open a socket that sends to an address.
	 * @param address an absolute path; or {@code @} and a name, for a socket in the
	 * abstract namespace, whose address begins with a null byte instead (unix(7))
	 * @return the socket
	 */
	public static NotifySocket to(String address) {
		Epoll.ensureAvailability();
		byte[] bytes = address.getBytes(StandardCharsets.UTF_8);
		if (bytes[0] == '@') {
			bytes[0] = 0;
		}
		return new NotifySocket(Socket.newSocketDomainDgram(), bytes);
	}

	/**
	 * Send a message, without waiting.
	 * @param message the message
	 * @return {@code false} if the receiver's queue is full
	 * @throws IOException if nobody listens at the address
	 */
	public boolean send(String message) throws IOException {
		byte[] bytes = message.getBytes(StandardCharsets.UTF_8);
		if (bytes.length > LONGEST) {
			throw new IllegalArgumentException("The message is longer than %d bytes".formatted(LONGEST));
		}
		this.buffer.clear().put(bytes).flip();
		return this.socket.sendToDomainSocket(this.buffer, 0, bytes.length, this.address) > 0;
	}

	@Override
	public void close() {
		try {
			this.socket.close();
		}
		catch (IOException ex) {
			// There is nothing more to send.
		}
	}

}
