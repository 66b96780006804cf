// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.access;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;
import java.util.Set;

/**
 * A row of {@code /proc/net/tcp} or {@code tcp6} (proc_net_tcp in the kernel's
 * documentation).
 *
 * @param local this end, as the kernel writes it
 * @param remote the other end
 * @param state the state's number
 * @param uid the user who opened the socket
 * @param inode its number, 0 if no process has it any more
 */
record TcpSocket(String local, String remote, int state, long uid, long inode) {

	private static final int ESTABLISHED = 0x01;

	private static final int LISTEN = 0x0A;

	private static final HexFormat HEX = HexFormat.of().withUpperCase();

	/**
	 * {@code ::ffff:0:0}, of an IPv4 connection through an IPv6 socket.
	 */
	private static final byte[] MAPPED = HEX.parseHex("00000000000000000000FFFF");

	/**
	 * Read a row.
	 * @throws RuntimeException if it is none
	 */
	static TcpSocket parse(String line) {
		String[] columns = line.strip().split("\\s+", 11);
		return new TcpSocket(columns[1], columns[2], Integer.parseInt(columns[3], 16), Long.parseLong(columns[7]),
				Long.parseLong(columns[9]));
	}

	boolean isListening() {
		return this.state == LISTEN;
	}

	boolean connects(InetSocketAddress from, InetSocketAddress to) {
		return this.state == ESTABLISHED && notations(from).contains(this.local) && notations(to).contains(this.remote);
	}

	int localPort() {
		return Integer.parseInt(this.local.substring(this.local.indexOf(':') + 1), 16);
	}

	/**
	 * The ways the kernel may write an address: hexadecimal, in words of this machine's
	 * byte order.
	 */
	private static Set<String> notations(InetSocketAddress address) {
		InetAddress ip = address.getAddress();
		String plain = notation(ip.getAddress(), address.getPort());
		if (!(ip instanceof Inet4Address)) {
			return Set.of(plain);
		}
		byte[] mapped = ByteBuffer.allocate(16).put(MAPPED).put(ip.getAddress()).array();
		return Set.of(plain, notation(mapped, address.getPort()));
	}

	private static String notation(byte[] address, int port) {
		StringBuilder notation = new StringBuilder();
		ByteBuffer words = ByteBuffer.wrap(address).order(ByteOrder.nativeOrder());
		while (words.hasRemaining()) {
			notation.append(HEX.toHexDigits(words.getInt()));
		}
		return notation.append(':').append(HEX.toHexDigits((short) port)).toString();
	}

}
