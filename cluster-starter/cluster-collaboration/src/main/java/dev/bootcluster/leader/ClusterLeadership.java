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

package dev.bootcluster.leader;

/**
 * Which worker does what is to be done once. One worker leads for as long as it is ready;
 * when it leaves or dies another takes over at once. With
 * {@code cluster.leader.scope=redis} one worker of all hosts does, and after a host died
 * another takes over within {@code cluster.leader.lease}. A standalone application leads
 * itself. Changes are published as {@link LeadershipChanged}. Safe for use by any thread;
 * no method does any I/O.
 */
public interface ClusterLeadership {

	/**
	 * Whether this worker leads now. It may not any more when the answer is used: what
	 * must never be done by two at once has to be fenced with the {@linkplain #term()
	 * term}.
	 * @return {@code true} if it leads
	 */
	boolean isLeader();

	/**
	 * The fencing token: it grows whenever another worker begins to lead. A resource that
	 * remembers the highest term it has seen can refuse a worker that led before.
	 * @return the term, 0 before anybody led
	 */
	long term();

}
