// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.benchmarks;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;

/**
 * A load as of {@code ab} without {@code -k}: some requests at any time, each on a new
 * connection, from one thread; every answer is read to its end and checked.
 */
final class NewConnections {

	private static final int SELECT_MILLIS = 100;

	private static final int BUFFER_SIZE = 16 * 1024;

	private final AvailabilityOptions options;

	private final Set<Exchange> active = new HashSet<>();

	private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER_SIZE);

	NewConnections(AvailabilityOptions options) {
		this.options = options;
	}

	/**
	 * Put the load on a server. What is under way at the end of the time may finish.
	 * @param port where
	 * @param exits counts the workers that have exited, asked at the end of the time
	 * @return what became of all requests
	 */
	Tally run(int port, IntSupplier exits) throws IOException {
		InetSocketAddress server = new InetSocketAddress(InetAddress.getByName("127.0.0.1"), port);
		byte[] request = "GET %s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nConnection: close\r\n\r\n"
			.formatted(this.options.path, port)
			.getBytes(StandardCharsets.US_ASCII);
		Tally tally = new Tally();
		long start = System.nanoTime();
		try (Selector selector = Selector.open()) {
			while (System.nanoTime() - start < TimeUnit.SECONDS.toNanos(this.options.seconds)) {
				while (this.active.size() < this.options.connections) {
					this.active.add(new Exchange(selector, server, request));
				}
				advance(selector, tally);
			}
			tally.exits(exits.getAsInt());
			while (!this.active.isEmpty()) {
				advance(selector, tally);
			}
		}
		return tally;
	}

	private void advance(Selector selector, Tally tally) throws IOException {
		selector.select(SELECT_MILLIS);
		for (SelectionKey key : selector.selectedKeys()) {
			if (key.isValid()) {
				((Exchange) key.attachment()).advance(key, this.buffer);
			}
		}
		selector.selectedKeys().clear();
		settle(tally);
	}

	private void settle(Tally tally) throws IOException {
		List<Exchange> settled = new ArrayList<>();
		for (Exchange exchange : this.active) {
			exchange.expire(TimeUnit.SECONDS.toNanos(this.options.timeout));
			if (exchange.outcome() != null) {
				tally.add(exchange);
				settled.add(exchange);
			}
		}
		settled.forEach(this.active::remove);
	}

}
