/*
 * Copyright 2026 the Boot Cluster authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *      https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */

package dev.bootcluster.messaging;

import java.util.concurrent.CompletableFuture;

import dev.bootcluster.ClusterException;

/**
 * Messages between the workers of a cluster. Inject it where the application wants to
 * tell its other workers something; they hear it with {@link ClusterMessageListener}. A
 * standalone application is the only worker and hears itself.
 * <p>
 * A payload is an object that Jackson can write and read. It travels as JSON together
 * with the name of its class, at most {@code cluster.messaging.max-size} long. Messages
 * of one thread reach each worker in the order they were sent, none of them twice. They
 * are lost to a worker that dies, and to one whose listeners take none for five seconds
 * while others wait; it then logs how many.
 * <p>
 * Nothing piles up: 128 messages of a worker may be on their way. A sender that is faster
 * than its receivers waits in the call, {@code cluster.messaging.timeout} at most.
 * Messages can be sent as soon as the application has started, and are received from when
 * the worker is ready. All methods are safe for use by any thread, and throw
 * {@link IllegalArgumentException} if the payload cannot be sent, and
 * {@link ClusterException} if the primary does not take it in time.
 */
public interface ClusterMessages {

	/**
	 * Tell every ready worker something, this one too. With
	 * {@code cluster.messaging.scope=redis} the workers on all hosts.
	 * @param payload what to tell
	 * @return completes with the number of workers it was sent to, on this host if it
	 * goes to others too
	 */
	CompletableFuture<Integer> broadcast(Object payload);

	/**
	 * Tell one worker something.
	 * @param slot its slot, from 1; on this host
	 * @param payload what to tell
	 * @return completes when it was sent, exceptionally with a {@link ClusterException}
	 * if no worker is ready in the slot
	 */
	CompletableFuture<Void> send(int slot, Object payload);

	/**
	 * Ask one worker something.
	 * @param <R> the answer's type
	 * @param slot its slot, from 1; on this host
	 * @param payload what to ask
	 * @param answer the answer's class
	 * @return completes with what the worker's listener returned, or exceptionally with a
	 * {@link ClusterException} if no worker is ready in the slot, if it has no listener
	 * for the payload, if that fails, or if the answer takes longer than
	 * {@code cluster.messaging.timeout}
	 */
	<R> CompletableFuture<R> request(int slot, Object payload, Class<R> answer);

	/**
	 * Ask any worker something: the next in turn, this one only if there is no other.
	 * @param <R> the answer's type
	 * @param payload what to ask
	 * @param answer the answer's class
	 * @return as of {@link #request(int, Object, Class)}
	 */
	<R> CompletableFuture<R> request(Object payload, Class<R> answer);

}
