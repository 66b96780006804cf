// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.ipc;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;

import org.jspecify.annotations.Nullable;

/**
 * What a balancer has told of the client of a connection that moves from one worker to
 * another.
 *
 * @param pending whether it has still to tell it, and nothing of that was read
 * @param client where the client's connection comes from, {@code null} if the
 * connection's own address holds
 * @param server where the client has connected to, {@code null} if the connection's own
 * address holds
 */
public record ClientIntroduction(boolean pending, @Nullable InetSocketAddress client,
		@Nullable InetSocketAddress server) {

	/**
	 * No balancer has told anything, nor will it.
	 */
	public static final ClientIntroduction NONE = new ClientIntroduction(false, null, null);

	/**
	 * The balancer has told nothing yet.
	 */
	public static final ClientIntroduction PENDING = new ClientIntroduction(true, null, null);

	private static final byte NOTHING = 0;

	private static final byte AWAITED = 1;

	private static final byte ADDRESSES = 2;

	private static final int INET = 4;

	private static final int INET6 = 16;

	/**
	 * The longest introduction on the wire, in bytes.
	 */
	static final int MAX_LENGTH = 1 + 2 * (1 + INET6 + Short.BYTES);

	/**
	 * Create an introduction.
	 * @throws IllegalArgumentException if it tells half of it, or names that are not
	 * resolved
	 */
	public ClientIntroduction {
		if ((client != null) != (server != null) || (pending && client != null) || isUnresolved(client)
				|| isUnresolved(server)) {
			throw new IllegalArgumentException("No connection is from %s to %s".formatted(client, server));
		}
	}

	private static boolean isUnresolved(@Nullable InetSocketAddress address) {
		return address != null && address.isUnresolved();
	}

	int length() {
		return 1 + length(this.client) + length(this.server);
	}

	private static int length(@Nullable InetSocketAddress address) {
		return (address != null) ? 1 + address.getAddress().getAddress().length + Short.BYTES : 0;
	}

	void write(ByteBuffer target) {
		if (this.client == null || this.server == null) {
			target.put(this.pending ? AWAITED : NOTHING);
			return;
		}
		target.put(ADDRESSES);
		write(target, this.client);
		write(target, this.server);
	}

	private static void write(ByteBuffer target, InetSocketAddress address) {
		byte[] bytes = address.getAddress().getAddress();
		target.put((byte) bytes.length).put(bytes).putShort((short) address.getPort());
	}

	/**
	 * Read an introduction.
	 * @param source bytes that begin with it
	 * @return the introduction, {@code null} if the bytes are none
	 */
	static @Nullable ClientIntroduction read(ByteBuffer source) {
		if (!source.hasRemaining()) {
			return null;
		}
		return switch (source.get()) {
			case NOTHING -> NONE;
			case AWAITED -> PENDING;
			case ADDRESSES -> readAddresses(source);
			default -> null;
		};
	}

	private static @Nullable ClientIntroduction readAddresses(ByteBuffer source) {
		InetSocketAddress client = readAddress(source);
		InetSocketAddress server = (client != null) ? readAddress(source) : null;
		return (server != null) ? new ClientIntroduction(false, client, server) : null;
	}

	private static @Nullable InetSocketAddress readAddress(ByteBuffer source) {
		int length = source.hasRemaining() ? source.get() : 0;
		if ((length != INET && length != INET6) || source.remaining() < length + Short.BYTES) {
			return null;
		}
		byte[] bytes = new byte[length];
		source.get(bytes);
		try {
			return new InetSocketAddress(InetAddress.getByAddress(bytes), Short.toUnsignedInt(source.getShort()));
		}
		catch (UnknownHostException ex) {
			return null;
		}
	}

}
