// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.worker;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * Headers of the PROXY protocol, valid and not.
 */
final class ProxyHeaders {

	private static final String SIGNATURE = "0d0a0d0a000d0a515549540a";

	private ProxyHeaders() {
	}

	static byte[] line(String line) {
		return line.getBytes(StandardCharsets.ISO_8859_1);
	}

	/**
	 * A header of version 2.
	 * @param command the version and the command, in hexadecimal
	 * @param family the address family and the protocol, in hexadecimal
	 * @param block what follows
	 */
	static byte[] block(String command, String family, byte[] block) {
		byte[] prefix = HexFormat.of().parseHex(SIGNATURE + command + family);
		return ByteBuffer.allocate(prefix.length + 2 + block.length)
			.put(prefix)
			.putShort((short) block.length)
			.put(block)
			.array();
	}

	/**
	 * Addresses and ports, followed by so many bytes of additional information.
	 */
	static byte[] addresses(String client, String server, int clientPort, int serverPort, int more) {
		byte[] from = bytes(client);
		byte[] to = bytes(server);
		return ByteBuffer.allocate(2 * from.length + 4 + more)
			.put(from)
			.put(to)
			.putShort((short) clientPort)
			.putShort((short) serverPort)
			.array();
	}

	/**
	 * A header of version 2 for a connection over IPv4.
	 */
	static byte[] version2(String client, String server, int clientPort, int serverPort) {
		return block("21", "11", addresses(client, server, clientPort, serverPort, 0));
	}

	private static byte[] bytes(String address) {
		try {
			return InetAddress.getByName(address).getAddress();
		}
		catch (UnknownHostException ex) {
			throw new IllegalArgumentException(ex);
		}
	}

}
