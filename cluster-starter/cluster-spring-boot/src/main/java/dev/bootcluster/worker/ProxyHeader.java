// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.worker;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * What a balancer says about the connection that it passes on (PROXY protocol, versions 1
 * and 2).
 *
 * @param client where the client's connection comes from, {@code null} if the
 * connection's own address holds
 * @param server where the client has connected to, {@code null} if the connection's own
 * address holds
 */
record ProxyHeader(@Nullable InetSocketAddress client, @Nullable InetSocketAddress server) {

	/**
	 * The balancer's own connection, or one of which it knows nothing.
	 */
	static final ProxyHeader LOCAL = new ProxyHeader(null, null);

	private static final Pattern NUMBER = Pattern.compile("0|[1-9][0-9]{0,4}");

	private static final Pattern IPV4 = Pattern.compile("(?:(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)(?:\\.(?!$)|$)){4}");

	/**
	 * Whether it is valid the JDK decides. It takes anything with a colon for a literal
	 * only if it begins like one, and looks other names up.
	 */
	private static final Pattern IPV6 = Pattern.compile("[0-9a-fA-F:](?=.*:)[0-9a-fA-F:.]+");

	private static final int LOCAL_COMMAND = 0x0;

	private static final int PROXY_COMMAND = 0x1;

	private static final int UNSPECIFIED = 0x0;

	private static final int INET = 0x1;

	private static final int INET6 = 0x2;

	private static final int UNIX = 0x3;

	private static final int DATAGRAM = 0x2;

	private static final int INET_LENGTH = 12;

	private static final int INET6_LENGTH = 36;

	private static final int UNIX_LENGTH = 216;

	/**
	 * Read version 1.
	 * @param line the line without its end
	 */
	static ProxyHeader ofLine(String line) throws ProxyHeaderException {
		String[] words = line.split(" ", -1);
		if (words.length > 1 && words[1].equals("UNKNOWN")) {
			return LOCAL;
		}
		if (words.length != 6) {
			throw new ProxyHeaderException("its line has %d words".formatted(words.length));
		}
		Pattern family = switch (words[1]) {
			case "TCP4" -> IPV4;
			case "TCP6" -> IPV6;
			default -> throw new ProxyHeaderException("its line names another protocol than TCP4, TCP6 and UNKNOWN");
		};
		return new ProxyHeader(new InetSocketAddress(address(family, words[2]), port(words[4])),
				new InetSocketAddress(address(family, words[3]), port(words[5])));
	}

	private static InetAddress address(Pattern family, String literal) throws ProxyHeaderException {
		try {
			if (family.matcher(literal).matches()) {
				return InetAddress.getByName(literal);
			}
		}
		catch (UnknownHostException ex) {
			// It is not valid either.
		}
		throw new ProxyHeaderException("its line has an invalid address");
	}

	private static int port(String number) throws ProxyHeaderException {
		int port = NUMBER.matcher(number).matches() ? Integer.parseInt(number) : Integer.MAX_VALUE;
		if (port > 0xFFFF) {
			throw new ProxyHeaderException("its line has an invalid port");
		}
		return port;
	}

	/**
	 * Read version 2.
	 * @param command the command and the version
	 * @param family the protocol and the address family
	 * @param length bytes that follow
	 * @param addresses those that can be addresses, at least
	 */
	static ProxyHeader ofBlock(int command, int family, int length, ByteBuffer addresses) throws ProxyHeaderException {
		int order = command & 0xF;
		if (order == LOCAL_COMMAND) {
			return LOCAL;
		}
		if (order != PROXY_COMMAND) {
			throw new ProxyHeaderException("it has an unknown command");
		}
		int protocol = family & 0xF;
		if (protocol > DATAGRAM) {
			throw new ProxyHeaderException("it has an unknown transport protocol");
		}
		int needed = switch (family >> 4) {
			case UNSPECIFIED -> 0;
			case INET -> INET_LENGTH;
			case INET6 -> INET6_LENGTH;
			case UNIX -> UNIX_LENGTH;
			default -> throw new ProxyHeaderException("it has an unknown address family");
		};
		if (length < needed) {
			throw new ProxyHeaderException("it is too short for its addresses");
		}
		boolean tells = protocol != UNSPECIFIED && (needed == INET_LENGTH || needed == INET6_LENGTH);
		return tells ? addresses(needed / 2 - Short.BYTES, addresses) : LOCAL;
	}

	private static ProxyHeader addresses(int size, ByteBuffer block) {
		InetAddress client = address(size, block);
		InetAddress server = address(size, block);
		return new ProxyHeader(new InetSocketAddress(client, Short.toUnsignedInt(block.getShort())),
				new InetSocketAddress(server, Short.toUnsignedInt(block.getShort())));
	}

	private static InetAddress address(int size, ByteBuffer block) {
		byte[] bytes = new byte[size];
		block.get(bytes);
		try {
			return InetAddress.getByAddress(bytes);
		}
		catch (UnknownHostException ex) {
			throw new IllegalArgumentException(ex);
		}
	}

}
