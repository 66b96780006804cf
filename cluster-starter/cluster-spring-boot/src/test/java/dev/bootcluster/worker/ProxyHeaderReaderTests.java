// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.worker;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.haproxy.HAProxyMessage;
import io.netty.handler.codec.haproxy.HAProxyMessageDecoder;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/**
 * Tests for {@link ProxyHeaderReader} and {@link ProxyHeader}, beside Netty's decoder.
 */
class ProxyHeaderReaderTests {

	private static final String CLIENT = "192.0.2.1:50123";

	private static final String SERVER = "198.51.100.2:443";

	private static final byte[] IPV4 = ProxyHeaders.addresses("192.0.2.1", "198.51.100.2", 50123, 443, 0);

	private static final byte[] IPV6 = ProxyHeaders.addresses("2001:db8::1", "2001:db8::2", 50123, 443, 0);

	static Stream<Arguments> toldAddresses() {
		return Stream.of(
				arguments(ProxyHeaders.line("PROXY TCP4 192.0.2.1 198.51.100.2 50123 443\r\n"), CLIENT, SERVER),
				arguments(ProxyHeaders.line("PROXY TCP4 0.0.0.0 255.255.255.255 0 65535\r\n"), "0.0.0.0:0",
						"255.255.255.255:65535"),
				arguments(ProxyHeaders.line("PROXY TCP4 1.1.1.1 2.2.2.2 1 2\r\n"), "1.1.1.1:1", "2.2.2.2:2"),
				arguments(ProxyHeaders.line("PROXY TCP6 2001:db8::1 2001:DB8:0:0::2 50123 443\r\n"),
						"[2001:db8:0:0:0:0:0:1]:50123", "[2001:db8:0:0:0:0:0:2]:443"),
				arguments(ProxyHeaders.line("PROXY TCP6 ::1 :: 1 2\r\n"), "[0:0:0:0:0:0:0:1]:1", "[0:0:0:0:0:0:0:0]:2"),
				arguments(
						ProxyHeaders.line("PROXY TCP6 ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"
								+ " ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff 65535 65535\r\n"),
						"[ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff]:65535",
						"[ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff]:65535"),
				arguments(ProxyHeaders.block("21", "11", IPV4), CLIENT, SERVER),
				arguments(ProxyHeaders.block("21", "12", IPV4), CLIENT, SERVER),
				arguments(ProxyHeaders.block("21", "21", IPV6), "[2001:db8:0:0:0:0:0:1]:50123",
						"[2001:db8:0:0:0:0:0:2]:443"),
				arguments(ProxyHeaders.block("21", "11", tlvs(1)), CLIENT, SERVER),
				arguments(ProxyHeaders.block("21", "11", tlvs(1000)), CLIENT, SERVER),
				arguments(ProxyHeaders.block("21", "11", tlvs(65535 - 12)), CLIENT, SERVER));
	}

	/**
	 * Addresses and information of unknown types.
	 */
	private static byte[] tlvs(int length) {
		byte[] block = ProxyHeaders.addresses("192.0.2.1", "198.51.100.2", 50123, 443, length);
		if (length > 3) {
			ByteBuffer.wrap(block, 12, 3).put((byte) 0xEE).putShort((short) (length - 3));
		}
		return block;
	}

	@ParameterizedTest
	@MethodSource("toldAddresses")
	void addressesAreThoseTold(byte[] header, String client, String server) throws IOException {
		ProxyHeader told = read(header, Integer.MAX_VALUE);
		assertThat(text(told.client())).isEqualTo(client);
		assertThat(text(told.server())).isEqualTo(server);
	}

	static Stream<byte[]> headersThatTellNothing() {
		return Stream.of(ProxyHeaders.line("PROXY UNKNOWN\r\n"), ProxyHeaders.line("PROXY UNKNOWN \r\n"),
				ProxyHeaders.line("PROXY UNKNOWN ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"
						+ " ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff 65535 65535\r\n"),
				ProxyHeaders.line("PROXY UNKNOWN anything at all\r\n"), ProxyHeaders.block("20", "00", new byte[0]),
				ProxyHeaders.block("20", "11", IPV4), ProxyHeaders.block("20", "ff", new byte[7]),
				ProxyHeaders.block("20", "00", new byte[65535]), ProxyHeaders.block("21", "00", new byte[0]),
				ProxyHeaders.block("21", "00", IPV4), ProxyHeaders.block("21", "10", IPV4),
				ProxyHeaders.block("21", "31", new byte[216]), ProxyHeaders.block("21", "32", new byte[300]));
	}

	@ParameterizedTest
	@MethodSource("headersThatTellNothing")
	void connectionsOwnAddressesHoldIfNothingIsTold(byte[] header) throws IOException {
		assertThat(read(header, Integer.MAX_VALUE)).isSameAs(ProxyHeader.LOCAL);
	}

	static Stream<byte[]> noHeaders() {
		Stream<byte[]> lines = Stream
			.of("GET / HTTP/1.1\r\nHost: x\r\n\r\n", "PROXY", "PROXY\r\n", "PROXY \r\nGET / HTTP/1.1\r\n",
					"proxy TCP4 1.1.1.1 2.2.2.2 1 2\r\n", "PROXY  TCP4 1.1.1.1 2.2.2.2 1 2\r\n",
					"PROXY TCP4  1.1.1.1 2.2.2.2 1 2\r\n", "PROXY TCP4 1.1.1.1 2.2.2.2 1 2 \r\n",
					"PROXY TCP4 1.1.1.1 2.2.2.2 1 2 3\r\n", "PROXY TCP4 1.1.1.1 2.2.2.2 1\r\nGET / HTTP/1.1\r\n",
					"PROXY TCP4 1.1.1.1 2.2.2.2 1 2\nGET / HTTP/1.1\r\n",
					"PROXY TCP4 1.1.1.1 2.2.2.2 1 2\rGET / HTTP/1.1\r\n", "PROXY UNKNOWN\nGET / HTTP/1.1\r\n\r\n",
					"PROXY UNKNOWN\r\r\nGET / HTTP/1.1\r\n", "PROXY UNKNOWNS\r\n", "PROXY UDP4 1.1.1.1 2.2.2.2 1 2\r\n",
					"PROXY TCP5 1.1.1.1 2.2.2.2 1 2\r\n", "PROXY TCP4 01.1.1.1 2.2.2.2 1 2\r\n",
					"PROXY TCP4 1.1.1 2.2.2.2 1 2\r\n", "PROXY TCP4 1.1.1.1.1 2.2.2.2 1 2\r\n",
					"PROXY TCP4 256.1.1.1 2.2.2.2 1 2\r\n", "PROXY TCP4 1.1.1. 2.2.2.2 1 2\r\n",
					"PROXY TCP4 localhost 2.2.2.2 1 2\r\n", "PROXY TCP4 ::1 ::1 1 2\r\n",
					"PROXY TCP6 1.1.1.1 2.2.2.2 1 2\r\n", "PROXY TCP6 ::1%lo ::1 1 2\r\n",
					"PROXY TCP6 [::1] ::1 1 2\r\n", "PROXY TCP6 ::1::1 ::1 1 2\r\n", "PROXY TCP6 :: g:: 1 2\r\n",
					"PROXY TCP6 .::1 ::1 1 2\r\n", "PROXY TCP4 1.1.1.1 2.2.2.2 -1 2\r\n",
					"PROXY TCP4 1.1.1.1 2.2.2.2 65536 2\r\n", "PROXY TCP4 1.1.1.1 2.2.2.2 1 99999999999\r\n",
					"PROXY TCP4 1.1.1.1 2.2.2.2 01 2\r\n", "PROXY TCP4 1.1.1.1 2.2.2.2 1 +2\r\n",
					"PROXY TCP4 1.1.1.1 2.2.2.2  2\r\n", "PROXY UNKNOWN " + "x".repeat(92) + "\r\n",
					"PROXY TCP4 " + "1".repeat(200) + "\r\n", "PROXY TCP4 1.1.1.1 2.2.2.2 1 2" + " ".repeat(200))
			.map(ProxyHeaders::line);
		Stream<byte[]> blocks = Stream.of(ProxyHeaders.block("11", "11", IPV4), ProxyHeaders.block("31", "11", IPV4),
				ProxyHeaders.block("22", "11", IPV4), ProxyHeaders.block("2f", "11", IPV4),
				ProxyHeaders.block("21", "41", IPV4), ProxyHeaders.block("21", "13", IPV4),
				ProxyHeaders.block("21", "11", new byte[11]), ProxyHeaders.block("21", "11", new byte[0]),
				ProxyHeaders.block("21", "21", new byte[35]), ProxyHeaders.block("21", "31", new byte[215]),
				ProxyHeaders.line("\r\n\r\n\0\r\nQUIS\n!"), ProxyHeaders.line("\r\nGET / HTTP/1.1\r\n"),
				new byte[] { 0x16, 3, 1, 2, 0, 1, 0, 1, (byte) 0xFC, 3, 3, 1, 2, 3, 4, 5, 6, 7 }, new byte[40]);
		return Stream.concat(lines, blocks);
	}

	/**
	 * Also if it comes in pieces, and before the connection ends.
	 */
	@ParameterizedTest
	@MethodSource("noHeaders")
	void anythingElseIsNoHeader(byte[] header) {
		for (int piece : new int[] { 1, 7, Integer.MAX_VALUE }) {
			assertThatExceptionOfType(IOException.class).as("pieces of %d", piece)
				.isThrownBy(() -> read(header, piece))
				.isInstanceOfAny(ProxyHeaderException.class, EOFException.class);
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "G", "PROXI", "\r\n\r\n\0\r\nQUIZ", "PROXY TCP4 1.1.1\n" })
	void noHeaderIsNoticedAtOnce(String beginning) {
		PiecewiseChannel channel = new PiecewiseChannel(ProxyHeaders.line(beginning), Integer.MAX_VALUE);
		channel.endless = true;
		assertThatExceptionOfType(ProxyHeaderException.class).isThrownBy(() -> new ProxyHeaderReader().read(channel));
	}

	/**
	 * What is behind the header is for somebody else.
	 */
	@ParameterizedTest
	@MethodSource("validHeaders")
	void headerIsReadInPiecesAndNothingBehindIt(byte[] header) throws IOException {
		for (int piece : new int[] { 1, 2, 3, 5, 16, 51, 107, Integer.MAX_VALUE }) {
			byte[] rest = ProxyHeaders.line("GET / HTTP/1.1\r\n");
			PiecewiseChannel channel = new PiecewiseChannel(
					ByteBuffer.allocate(header.length + rest.length).put(header).put(rest).array(), piece);
			ProxyHeaderReader reader = new ProxyHeaderReader();
			ProxyHeader told = null;
			while (told == null) {
				told = reader.read(channel);
			}
			assertThat(channel.bytes.remaining()).isEqualTo(rest.length);
			assertThat(told).isEqualTo(read(header, Integer.MAX_VALUE));
		}
	}

	static Stream<byte[]> validHeaders() {
		return Stream.concat(toldAddresses().map((arguments) -> (byte[]) arguments.get()[0]), headersThatTellNothing());
	}

	@ParameterizedTest
	@MethodSource("validHeaders")
	void headerThatIsCutIsNone(byte[] header) {
		for (int length : IntStream.of(0, 1, 11, 13, header.length / 2, header.length - 1)
			.filter((length) -> length < header.length)
			.toArray()) {
			byte[] cut = new byte[length];
			System.arraycopy(header, 0, cut, 0, length);
			assertThatExceptionOfType(EOFException.class).as("%d of %d", length, header.length)
				.isThrownBy(() -> read(cut, Integer.MAX_VALUE));
		}
	}

	static Stream<Arguments> toldAddressesWithPorts() {
		return toldAddresses().filter((arguments) -> !arguments.get()[1].toString().endsWith(":0"));
	}

	/**
	 * Netty's does not take port 0, which the specification allows.
	 */
	@ParameterizedTest
	@MethodSource("toldAddressesWithPorts")
	void nettyReadsTheSame(byte[] header, String client, String server) {
		HAProxyMessage message = decode(header);
		assertThat(message).isNotNull();
		try {
			ProxyHeader told = read(header, Integer.MAX_VALUE);
			assertThat(told.client()).isEqualTo(address(message.sourceAddress(), message.sourcePort()));
			assertThat(told.server()).isEqualTo(address(message.destinationAddress(), message.destinationPort()));
		}
		catch (IOException ex) {
			throw new AssertionError(ex);
		}
		finally {
			message.release();
		}
	}

	/**
	 * Bytes at random, most of them almost a header: what Netty refuses is refused.
	 */
	@Test
	void whatNettyRefusesIsRefused() {
		Random random = new Random(14);
		List<byte[]> valid = toldAddressesWithPorts().map((arguments) -> (byte[]) arguments.get()[0])
			.filter((header) -> header.length < 200)
			.toList();
		for (int i = 0; i < 20_000; i++) {
			byte[] header = valid.get(random.nextInt(valid.size())).clone();
			header[random.nextInt(header.length)] = (byte) random.nextInt(128);
			ProxyHeader told = null;
			try {
				told = read(header, Integer.MAX_VALUE);
			}
			catch (IOException ex) {
				continue;
			}
			HAProxyMessage message = decode(header);
			if (message != null) {
				message.release();
			}
			boolean tells = told.client() != null && told.client().getPort() != 0 && told.server().getPort() != 0;
			assertThat(tells && message == null).as("Netty refuses %s, not we", new String(header)).isFalse();
		}
	}

	private static @Nullable HAProxyMessage decode(byte[] header) {
		EmbeddedChannel channel = new EmbeddedChannel(new HAProxyMessageDecoder());
		try {
			channel.writeInbound(Unpooled.wrappedBuffer(header));
			return channel.readInbound() instanceof HAProxyMessage message ? message : null;
		}
		catch (RuntimeException ex) {
			return null;
		}
		finally {
			channel.close();
		}
	}

	private static InetSocketAddress address(String address, int port) {
		return new InetSocketAddress(address, port);
	}

	private static String text(@Nullable InetSocketAddress address) {
		return String.valueOf(address).replaceFirst("^/", "");
	}

	private static ProxyHeader read(byte[] header, int piece) throws IOException {
		PiecewiseChannel channel = new PiecewiseChannel(header, piece);
		ProxyHeaderReader reader = new ProxyHeaderReader();
		ProxyHeader told = null;
		while (told == null) {
			told = reader.read(channel);
		}
		return told;
	}

	/**
	 * A connection whose bytes arrive a few at a time.
	 */
	private static final class PiecewiseChannel implements ReadableByteChannel {

		private final ByteBuffer bytes;

		private final int piece;

		private boolean endless;

		private boolean waits;

		PiecewiseChannel(byte[] bytes, int piece) {
			this.bytes = ByteBuffer.wrap(bytes);
			this.piece = piece;
		}

		@Override
		public int read(ByteBuffer target) {
			if (!this.bytes.hasRemaining()) {
				return this.endless ? 0 : -1;
			}
			this.waits = !this.waits;
			if (this.waits && this.piece != Integer.MAX_VALUE) {
				return 0;
			}
			int count = Math.min(Math.min(this.piece, target.remaining()), this.bytes.remaining());
			target.put(this.bytes.slice(this.bytes.position(), count));
			this.bytes.position(this.bytes.position() + count);
			return count;
		}

		@Override
		public boolean isOpen() {
			return true;
		}

		@Override
		public void close() {
			// There is nothing to close.
		}

	}

}
