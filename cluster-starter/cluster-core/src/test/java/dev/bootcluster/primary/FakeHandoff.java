// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.primary;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;

import dev.bootcluster.BalancingPolicy;
import dev.bootcluster.handoff.AdditionalPort;
import dev.bootcluster.handoff.BalancerException;
import dev.bootcluster.handoff.Handoff;
import dev.bootcluster.handoff.HandoffStats;
import dev.bootcluster.handoff.WorkerHandoffs;

/**
 * A handoff without sockets: remembers who gets connections.
 */
public class FakeHandoff implements Handoff {

	final Set<Long> expected = new TreeSet<>();

	final Set<Long> admitted = new TreeSet<>();

	/**
	 * Who gets only connections of its sessions.
	 */
	public final Set<Long> lingering = new TreeSet<>();

	final Map<Long, Long> sent = new TreeMap<>();

	/**
	 * The open additional ports by their numbers.
	 */
	final Map<Integer, Integer> ports = new TreeMap<>();

	/**
	 * The ports that other processes have.
	 */
	final Set<Integer> taken = new TreeSet<>();

	boolean rejecting;

	public boolean hopeless;

	boolean bounded;

	public boolean closed;

	public boolean toldWhenClosed;

	public boolean pausable = true;

	public boolean hanging;

	BalancingPolicy policy = BalancingPolicy.ROUND_ROBIN;

	Map<Integer, Integer> weights = Map.of();

	/**
	 * Why there can be no other balancer.
	 */
	BalancerException balancerProblem;

	final Map<Long, WorkerHandoffs> handoffs = new TreeMap<>();

	/**
	 * What goes wrong when a worker is admitted.
	 */
	public Error failure;

	@Override
	public InetSocketAddress address() {
		return InetSocketAddress.createUnresolved("localhost", 8080);
	}

	@Override
	public CompletableFuture<InetSocketAddress> open(int number, AdditionalPort port) {
		if (this.taken.contains(port.address().getPort())) {
			return CompletableFuture.failedFuture(new IOException("Address already in use"));
		}
		int actual = (port.address().getPort() != 0) ? port.address().getPort() : 50000 + number;
		this.ports.put(number, actual);
		return CompletableFuture.completedFuture(new InetSocketAddress(port.address().getAddress(), actual));
	}

	@Override
	public void close(int number) {
		this.ports.remove(number);
	}

	@Override
	public List<String> listenForWorkers() {
		return List.of();
	}

	@Override
	public void expect(long launch, int slot) {
		this.expected.add(launch);
	}

	@Override
	public void admit(long launch) {
		if (this.failure != null) {
			throw this.failure;
		}
		this.admitted.add(launch);
	}

	@Override
	public void linger(long launch) {
		this.admitted.remove(launch);
		this.lingering.add(launch);
	}

	@Override
	public CompletableFuture<Long> release(long launch) {
		this.admitted.remove(launch);
		this.lingering.remove(launch);
		return CompletableFuture.completedFuture(this.sent.getOrDefault(launch, 0L));
	}

	@Override
	public BalancingPolicy policy() {
		return this.policy;
	}

	@Override
	public void tryOut(BalancingPolicy policy) {
		if (this.balancerProblem != null) {
			throw this.balancerProblem;
		}
	}

	@Override
	public void balance(BalancingPolicy policy, Map<Integer, Integer> weights) {
		tryOut(policy);
		this.policy = policy;
		this.weights = weights;
	}

	@Override
	public boolean needsLoad() {
		return this.policy.equals(BalancingPolicy.LEAST_CONNECTIONS);
	}

	@Override
	public Map<Long, WorkerHandoffs> workers() {
		return this.handoffs;
	}

	@Override
	public boolean canPause() {
		return this.pausable;
	}

	@Override
	public void forget(long launch) {
		this.expected.remove(launch);
		this.admitted.remove(launch);
		this.lingering.remove(launch);
	}

	@Override
	public void bounded(boolean bounded) {
		this.bounded = bounded;
	}

	@Override
	public void hopeless(boolean hopeless) {
		this.hopeless = hopeless;
		this.toldWhenClosed |= this.closed;
	}

	@Override
	public void reject() {
		this.rejecting = true;
	}

	@Override
	public CompletableFuture<Void> responds() {
		return this.hanging ? new CompletableFuture<>() : CompletableFuture.completedFuture(null);
	}

	@Override
	public HandoffStats stats() {
		return new HandoffStats(0, 0, 0, 0);
	}

	@Override
	public void close() {
		this.closed = true;
	}

}
