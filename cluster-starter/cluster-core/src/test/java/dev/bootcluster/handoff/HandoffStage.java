// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.handoff;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import dev.bootcluster.BalancingPolicy;
import dev.bootcluster.ipc.DescriptorLimit;
import dev.bootcluster.ipc.Ipc;
import dev.bootcluster.test.Await;

/**
 * A real handoff on the loopback interface, with clients and raw workers.
 */
final class HandoffStage implements AutoCloseable {

	final Handoff handoff;

	private final Path directory;

	private final List<AutoCloseable> open = new ArrayList<>();

	HandoffStage(Path directory, BalancingPolicy policy, int maxPending, boolean tls) throws IOException {
		this(directory, policy, maxPending, Duration.ofMinutes(1), tls);
	}

	HandoffStage(Path directory, BalancingPolicy policy, int maxPending, Duration pendingTimeout, boolean tls)
			throws IOException {
		this.directory = directory;
		this.handoff = Handoff.open(settings(directory, policy, maxPending, pendingTimeout, tls));
	}

	HandoffStage(Path directory, BalancingPolicy policy, DescriptorLimit limit) throws IOException {
		this.directory = directory;
		this.handoff = EpollHandoff.open(settings(directory, policy, 100, Duration.ofMinutes(1), false), limit);
	}

	HandoffStage(Path directory, Handoff handoff) {
		this.directory = directory;
		this.handoff = handoff;
	}

	private static HandoffSettings settings(Path directory, BalancingPolicy policy, int maxPending,
			Duration pendingTimeout, boolean tls) {
		return new HandoffSettings(directory, new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 128, policy,
				maxPending, pendingTimeout, Duration.ZERO, tls);
	}

	static HandoffStage open(Path directory) throws IOException {
		return new HandoffStage(directory, BalancingPolicy.ROUND_ROBIN, 100, false);
	}

	/**
	 * Create a ready worker whose slot is its launch number.
	 */
	RawWorker worker(int launch) {
		this.handoff.expect(launch, launch);
		RawWorker worker = connect(launch);
		this.handoff.admit(launch);
		return worker;
	}

	/**
	 * Create a process that claims to be the worker with that launch number.
	 */
	RawWorker connect(int launch) {
		return connect(launch, Ipc.MAIN_PORT);
	}

	/**
	 * Create the end of a channel for the connections of the port with that number.
	 */
	RawWorker connect(int launch, int port) {
		RawWorker worker = RawWorker.connect(this.directory, launch, port);
		this.open.add(worker);
		return worker;
	}

	/**
	 * Create a client that writes and waits for an answer.
	 */
	Socket client(String request) throws IOException {
		return client(this.handoff.address(), request);
	}

	/**
	 * Create a client of another port.
	 */
	Socket client(InetSocketAddress address, String request) throws IOException {
		Socket client = new Socket();
		this.open.add(client);
		client.setSoTimeout(5000);
		client.connect(address);
		client.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
		return client;
	}

	/**
	 * Create clients that connect one after the other.
	 */
	void clients(int count) throws IOException {
		for (int i = 0; i < count; i++) {
			client("");
		}
	}

	void awaitPending(int pending) {
		Await.until("%d pending connections".formatted(pending), () -> this.handoff.stats().pending() == pending);
	}

	void awaitHandoffs(long handoffs) {
		Await.until("%d handoffs".formatted(handoffs), () -> this.handoff.stats().handoffs() == handoffs);
	}

	/**
	 * Wait until the handoff's event loop has done everything it was asked so far.
	 */
	void barrier() {
		this.handoff.release(-1).orTimeout(5, TimeUnit.SECONDS).join();
	}

	@Override
	public void close() throws Exception {
		for (AutoCloseable closeable : this.open) {
			closeable.close();
		}
		this.handoff.close();
	}

}
