// SPDX-License-Identifier: Apache-2.0

package dev.bootcluster.messaging;

import java.util.concurrent.CompletableFuture;

import dev.bootcluster.ClusterException;

/**
 * Messages between the workers of a cluster. Inject this bean to send messages to the
 * application's other workers, which receive them with {@link ClusterMessageListener}. A
 * standalone application counts as the only worker and receives its own messages.
 * <p>
 * A payload is any object that Jackson can write and read. It is sent as JSON of at most
 * {@code cluster.messaging.max-size}, together with the name of its class. Messages from
 * one thread reach each worker in the order they were sent, none of them twice. Messages
 * to a worker are lost if it dies, or if its listeners take none for five seconds while
 * others wait; it then logs how many.
 * <p>
 * Messages do not pile up: at most 128 messages from a worker may be in transit. A sender
 * faster than its receivers blocks in the call, for {@code cluster.messaging.timeout} at
 * most. Messages can be sent once the application has started, and are received once the
 * worker is ready. All methods are thread-safe, and throw
 * {@link IllegalArgumentException} if the payload cannot be sent, and
 * {@link ClusterException} if the primary does not take it in time.
 */
public interface ClusterMessages {

	/**
	 * Send a message to every ready worker, including this one. With
	 * {@code cluster.messaging.scope=redis}, that includes the workers on all hosts.
	 * @param payload the payload
	 * @return completes with the number of workers that it was sent to, on this host only
	 * if it also goes to others
	 */
	CompletableFuture<Integer> broadcast(Object payload);

	/**
	 * Send a message to one worker.
	 * @param slot the worker's slot on this host, counted from 1
	 * @param payload the payload
	 * @return completes when the message has been sent, exceptionally with a
	 * {@link ClusterException} if no worker is ready in the slot
	 */
	CompletableFuture<Void> send(int slot, Object payload);

	/**
	 * Send a request to one worker.
	 * @param <R> the answer's type
	 * @param slot the worker's slot on this host, counted from 1
	 * @param payload the request
	 * @param answer the answer's class
	 * @return completes with the result of the worker's listener, or exceptionally with a
	 * {@link ClusterException} if no worker is ready in the slot, if it has no listener
	 * for the payload, if the listener fails, or if the answer takes longer than
	 * {@code cluster.messaging.timeout}
	 */
	<R> CompletableFuture<R> request(int slot, Object payload, Class<R> answer);

	/**
	 * Send a request to any worker: the next one in turn, and this one only if there is
	 * no other.
	 * @param <R> the answer's type
	 * @param payload the request
	 * @param answer the answer's class
	 * @return as for {@link #request(int, Object, Class)}
	 */
	<R> CompletableFuture<R> request(Object payload, Class<R> answer);

}
