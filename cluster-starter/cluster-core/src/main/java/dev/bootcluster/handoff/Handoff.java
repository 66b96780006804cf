// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.handoff;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import dev.bootcluster.BalancingPolicy;
import dev.bootcluster.ipc.DescriptorLimit;

/**
 * The primary's listening sockets and the path of their connections to the workers.
 * Thread-safe.
 */
public interface Handoff extends AutoCloseable {

	/**
	 * Listen for clients and for workers.
	 * @param settings what to listen on and how to distribute connections
	 * @return the handoff
	 * @throws IOException if an address is in use or cannot be bound
	 */
	static Handoff open(HandoffSettings settings) throws IOException {
		return open(settings, List.of());
	}

	/**
	 * Listen for clients and for workers.
	 * @param settings what to listen on and how to distribute connections
	 * @param passed the descriptors of sockets that a service manager has passed, and
	 * which are used instead of new ones: the main port's, and those of further ports.
	 * They are never closed
	 * @return the handoff
	 * @throws BalancerException if the policy is a class of which there can be no
	 * balancer. The context class loader of the thread must have the application's
	 * classes
	 * @throws PassedSocketException if the passed sockets do not serve the purpose
	 * @throws IOException if an address is in use or cannot be bound
	 */
	static Handoff open(HandoffSettings settings, List<Integer> passed) throws IOException {
		return EpollHandoff.open(settings, DescriptorLimit.own(), passed);
	}

	/**
	 * Return the address of the main port.
	 * @return the address with the actual port
	 */
	InetSocketAddress address();

	/**
	 * Listen on another port and distribute its connections as those of the main one,
	 * among the workers that connect for them.
	 * @param number the number by which workers and {@link #close(int)} name the port,
	 * which no other port has ever had
	 * @param port what to listen on
	 * @return completes with the address and its actual port, exceptionally with an
	 * {@link IOException} if it is in use or cannot be bound
	 */
	CompletableFuture<InetSocketAddress> open(int number, AdditionalPort port);

	/**
	 * Close a port that {@link #open(int, AdditionalPort)} opened. Connections that wait
	 * for a worker are rejected; those that a worker has are its own.
	 * @param number the port's number
	 */
	void close(int number);

	/**
	 * Listen for workers again if something has deleted the socket's file.
	 * @return the file's name if it was missing, else nothing
	 * @throws IOException if the socket cannot be bound
	 */
	List<String> listenForWorkers() throws IOException;

	/**
	 * A worker was spawned and may open its handoff channels.
	 * @param launch its launch number
	 * @param slot its slot
	 */
	void expect(long launch, int slot);

	/**
	 * A worker is ready and gets connections from now on.
	 * @param launch its launch number
	 */
	void admit(long launch);

	/**
	 * A worker gets no more connections but those whose session it has.
	 * @param launch its launch number
	 */
	void linger(long launch);

	/**
	 * A worker gets no more connections.
	 * @param launch its launch number
	 * @return completes, once no more will follow, with the number of descriptors it was
	 * sent, those of all ports together
	 */
	CompletableFuture<Long> release(long launch);

	/**
	 * Return how connections are assigned to workers.
	 * @return the policy
	 */
	BalancingPolicy policy();

	/**
	 * Assign connections that come from now on by another policy. Workers cannot begin or
	 * cease to accept for themselves.
	 * @param policy the policy
	 * @param weights the weights of slots, for the policy that looks at them
	 * @throws BalancerException if it is a class of which there can be no balancer; then
	 * nothing changes
	 */
	void balance(BalancingPolicy policy, Map<Integer, Integer> weights);

	/**
	 * Find out whether connections could be assigned by a policy.
	 * @param policy the policy
	 * @throws BalancerException if it is a class of which there can be no balancer
	 */
	void tryOut(BalancingPolicy policy);

	/**
	 * Return whether the policy looks at the load that workers report.
	 * @return {@code true} if so
	 */
	boolean needsLoad();

	/**
	 * Return what has become of each worker's connections.
	 * @return the figures, by launch number
	 */
	Map<Long, WorkerHandoffs> workers();

	/**
	 * Return whether releasing a worker stops its connections without any action on its
	 * part, so that it may be admitted again.
	 * @return {@code true} if so
	 */
	boolean canPause();

	/**
	 * A worker is gone, whether or not it ever opened a channel.
	 * @param launch its launch number
	 */
	void forget(long launch);

	/**
	 * Whether every worker fails, time after time: while none is ready, clients are
	 * rejected at once instead of waiting for one.
	 * @param hopeless {@code true} if so
	 */
	void hopeless(boolean hopeless);

	/**
	 * Whether workers are bounded in what they execute: then clients wait no longer for
	 * one that is ready and has no room than for one that is not ready.
	 * @param bounded {@code true} if so
	 */
	void bounded(boolean bounded);

	/**
	 * Reject all connections from now on; the ports stay open.
	 */
	void reject();

	/**
	 * Ask for a sign of life.
	 * @return completes once the handoff has done everything it was asked so far
	 */
	CompletableFuture<Void> responds();

	/**
	 * Return the handoff's figures.
	 * @return the figures
	 */
	HandoffStats stats();

	/**
	 * Close all ports and channels.
	 */
	@Override
	void close();

}
