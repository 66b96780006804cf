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

package dev.bootcluster.fork;

import java.io.Serializable;

/**
 * A task's connection to the process that submitted it.
 */
public interface ForkContext {

	/**
	 * Send a message, such as the task's progress, to the submitter's
	 * {@link ForkOptions.Builder#onMessage} listener. Messages arrive in order and before
	 * the result; this method blocks while the listener cannot keep up. Without a
	 * listener, and in a detached process, messages are discarded.
	 * @param message the message
	 * @throws IllegalArgumentException if it cannot be serialized or is larger than
	 * {@code cluster.forks.max-message-size}
	 */
	void send(Serializable message);

}
